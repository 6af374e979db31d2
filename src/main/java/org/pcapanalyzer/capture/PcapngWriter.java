package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes frames of a capture into a pcapng file of one little-endian section, each with a comment where there is something
 * to say. Time stamps keep their nanoseconds, interfaces their link type, name, snaplen and filter; only interfaces that
 * frames come from are described, and numbered anew in the order of their first frame.
 */
public final class PcapngWriter implements Closeable {
    private static final String USER_APPLICATION = "analyze";

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_FILTER = 11;
    private static final byte NANOSECONDS = 9;
    private static final byte FILTER_EXPRESSION = 0;
    private static final int MAX_OPTION_BYTES = 0xFFFF;
    private static final int OPTION_HEADER_BYTES = 4;
    private static final int BLOCK_OVERHEAD_BYTES = 12;

    private final OutputStream out;
    private final List<CaptureInterface> interfaces;
    private final Map<Integer, Integer> writtenIds = new HashMap<>();

    /**
     * Writes the file header.
     *
     * @param out        closed with this writer; small writes, so buffered
     * @param interfaces those of the capture that the frames come from, as its summary has them
     * @param comment    on the whole file; empty for none
     */
    public PcapngWriter(OutputStream out, List<CaptureInterface> interfaces, String comment) throws IOException {
        this.out = out;
        this.interfaces = List.copyOf(interfaces);
        byte[] text = optionText(comment);
        byte[] application = optionText(USER_APPLICATION);
        ByteBuffer body = body(16 + optionBytes(text) + optionBytes(application) + OPTION_HEADER_BYTES);
        body.putInt(PcapngReader.BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1);
        putOption(body, PcapngOptions.COMMENT, text);
        putOption(body, SHB_USERAPPL, application);
        writeBlock(PcapngReader.SECTION_HEADER, body);
    }

    /**
     * Writes one frame.
     *
     * @param comment on this frame, cut where it is longer than an option can be; empty for none
     */
    public void write(Frame frame, String comment) throws IOException {
        int id = writtenId(frame);
        byte[] text = optionText(comment);
        int captured = frame.capturedLength();
        ByteBuffer body = body(20 + padded(captured) + optionBytes(text) + OPTION_HEADER_BYTES);
        body.putInt(id)
                .putInt((int) (frame.timestampNs() >>> Integer.SIZE))
                .putInt((int) frame.timestampNs())
                .putInt(captured)
                .putInt((int) frame.originalLength());
        body.put(body.position(), frame.buffer(), frame.offset(), captured);
        body.position(body.position() + padded(captured));
        putOption(body, PcapngOptions.COMMENT, text);
        writeBlock(ENHANCED_PACKET, body);
    }

    /** The number of the frame's interface in this file, which is described before its first frame. */
    private int writtenId(Frame frame) throws IOException {
        Integer known = writtenIds.get(frame.interfaceId());
        if (known != null) {
            return known;
        }
        int id = writtenIds.size();
        writtenIds.put(frame.interfaceId(), id);
        CaptureInterface source = frame.interfaceId() < interfaces.size()
                ? interfaces.get(frame.interfaceId())
                : new CaptureInterface(frame.interfaceId(), "", frame.linkType(), 0, 0, "");
        writeInterface(frame.linkType(), source);
        return id;
    }

    private void writeInterface(int linkType, CaptureInterface source) throws IOException {
        byte[] name = optionText(source.name());
        byte[] resolution = {NANOSECONDS};
        byte[] filter =
                source.filter().isEmpty() ? new byte[0] : optionText((char) FILTER_EXPRESSION + source.filter());
        ByteBuffer body =
                body(8 + optionBytes(name) + optionBytes(resolution) + optionBytes(filter) + OPTION_HEADER_BYTES);
        body.putShort((short) linkType).putShort((short) 0).putInt((int) source.snaplen());
        putOption(body, IF_NAME, name);
        putOption(body, IF_TSRESOL, resolution);
        putOption(body, IF_FILTER, filter);
        writeBlock(INTERFACE_DESCRIPTION, body);
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** UTF-8, cut before the character that would make it longer than an option can be. */
    private static byte[] optionText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = Math.min(bytes.length, MAX_OPTION_BYTES);
        while (count < bytes.length && (bytes[count] & 0xC0) == 0x80) {
            count--;
        }
        return Arrays.copyOf(bytes, count);
    }

    private static int optionBytes(byte[] value) {
        return value.length == 0 ? 0 : OPTION_HEADER_BYTES + padded(value.length);
    }

    private static void putOption(ByteBuffer body, int code, byte[] value) {
        if (value.length > 0) {
            body.putShort((short) code).putShort((short) value.length).put(value);
            body.position(padded(body.position()));
        }
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    /** Writes a block around a body; what the body has left over ends its options. */
    private void writeBlock(int type, ByteBuffer body) throws IOException {
        int length = BLOCK_OVERHEAD_BYTES + body.capacity();
        ByteBuffer block = body(length);
        block.putInt(type).putInt(length).put(body.array()).putInt(length);
        out.write(block.array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
