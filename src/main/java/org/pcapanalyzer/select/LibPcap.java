package org.pcapanalyzer.select;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.select.SelectionException.Reason;

/**
 * The compiler of libpcap, loaded into this process. It compiles for a capture file, as {@code tcpdump -r} does, not for a
 * device: for that it is shown a file of nothing but a header. So link types are numbered as in files, and what makes sense
 * on a live capture only is refused.
 */
final class LibPcap {
    /** Names under which systems have it: Debian and Ubuntu, others on Linux, macOS and BSD, Windows. */
    static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1", "pcap", "wpcap");

    private static final int ERROR_BYTES = 256;
    private static final int INSTRUCTION_BYTES = Long.BYTES;
    private static final int OPTIMIZE = 1;
    private static final int SNAPLEN = 262_144;

    /** What tcpdump takes where there is no device: a broadcast address is 255.255.255.255 or 0.0.0.0. */
    private static final int NETMASK = 0;

    /** What the library exports, by its names; {@code program} is {@code struct bpf_program}: a count, a pointer. */
    private static final class Functions {
        static native Pointer pcap_open_offline(String file, Pointer error);

        static native int pcap_compile(Pointer capture, Pointer program, String expression, int optimize, int netmask);

        static native Pointer pcap_geterr(Pointer capture);

        static native void pcap_freecode(Pointer program);

        static native void pcap_close(Pointer capture);

        private Functions() {}
    }

    private LibPcap() {}

    /**
     * Loads the library.
     *
     * @param names to try, in this order
     * @throws SelectionException if none is there
     */
    static LibPcap load(List<String> names) {
        for (String name : names) {
            try {
                Native.register(Functions.class, NativeLibrary.getInstance(name));
                return new LibPcap();
            } catch (LinkageError e) {
                // The next name may be the one that this system knows.
                continue;
            }
        }
        throw new SelectionException(
                Reason.MISSING_LIBRARY,
                "--filter needs libpcap, which is not installed here; install it (Debian, Ubuntu: apt install libpcap0.8; "
                        + "Fedora, RHEL: dnf install libpcap; Alpine: apk add libpcap), or leave --filter out");
    }

    /** What became of an expression: a program, or the reason why there is none, in libpcap's words. */
    record Compiled(Optional<FilterProgram> program, String error) {
        private static Compiled failed(String error) {
            return new Compiled(Optional.empty(), error);
        }
    }

    /**
     * @param linkType LINKTYPE value
     * @param order    of the host that captured: it decides how loopback frames tell their protocol
     */
    Compiled compile(String expression, int linkType, ByteOrder order) {
        Memory error = new Memory(ERROR_BYTES);
        error.clear();
        Pointer capture = openEmpty(linkType, order, error);
        if (capture == null) {
            return Compiled.failed(error.getString(0));
        }
        try {
            return compile(expression, capture);
        } finally {
            Functions.pcap_close(capture);
        }
    }

    private static Pointer openEmpty(int linkType, ByteOrder order, Memory error) {
        byte[] header = ByteBuffer.allocate(24)
                .order(order)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(SNAPLEN)
                .putInt(linkType)
                .array();
        try {
            Path file = Files.createTempFile("analyze", ".pcap");
            try {
                Files.write(file, header);
                return Functions.pcap_open_offline(file.toString(), error);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            error.setString(0, "the temporary folder cannot be written: " + e.getMessage());
            return null;
        }
    }

    private static Compiled compile(String expression, Pointer capture) {
        Memory program = new Memory(2L * Native.POINTER_SIZE);
        program.clear();
        if (Functions.pcap_compile(capture, program, expression, OPTIMIZE, NETMASK) != 0) {
            return Compiled.failed(Functions.pcap_geterr(capture).getString(0));
        }
        try {
            long count = Integer.toUnsignedLong(program.getInt(0));
            ByteBuffer instructions = program.getPointer(Native.POINTER_SIZE)
                    .getByteBuffer(0, count * INSTRUCTION_BYTES)
                    .order(ByteOrder.nativeOrder());
            return new Compiled(Optional.of(FilterProgram.of(instructions)), "");
        } catch (IllegalArgumentException e) {
            return Compiled.failed("libpcap made a program that cannot be run on a file (" + e.getMessage() + ")");
        } finally {
            Functions.pcap_freecode(program);
        }
    }
}
