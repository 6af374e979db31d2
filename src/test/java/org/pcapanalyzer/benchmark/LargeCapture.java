package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a large, seeded capture of healthy and slightly lossy TCP flows, for measurements:
 * {@code java src/test/java/org/pcapanalyzer/benchmark/LargeCapture.java FILE PACKETS FLOWS SNAPLEN [SEED]}.
 *
 * <p>Each flow is a whole connection (handshake, a request, a response in segments of 1448 bytes with delayed
 * acknowledgements, both FINs) of a client in 10/8 with one of 256 servers; one segment in a hundred is lost behind the
 * capture point and sent again. Flows overlap: at any time 512 of them are live. {@code SNAPLEN} 96 gives a header-only
 * capture, 0 a full one.
 */
public final class LargeCapture {
    private static final int LIVE_FLOWS = 512;
    private static final int MSS = 1448;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int PSH = 8;
    private static final int ACK = 16;

    private final ByteBuffer block = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] payload = new byte[MSS];
    private final OutputStream out;
    private final int snaplen;
    private final Random random;
    private long timeNs = 1_700_000_000_000_000_000L;
    private long packets;

    private LargeCapture(OutputStream out, int snaplen, long seed) {
        this.out = out;
        this.snaplen = snaplen == 0 ? 262_144 : snaplen;
        this.random = new Random(seed);
        random.nextBytes(payload);
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            System.err.println("usage: LargeCapture FILE PACKETS FLOWS SNAPLEN(0 = all) [SEED]");
            return;
        }
        long seed = args.length > 4 ? Long.parseLong(args[4]) : 1;
        try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
            LargeCapture capture = new LargeCapture(out, Integer.parseInt(args[3]), seed);
            capture.write(Long.parseLong(args[1]), Integer.parseInt(args[2]));
        }
    }

    private void write(long packetCount, int flowCount) throws IOException {
        block.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0);
        block.putInt(snaplen).putInt(1);
        int segments = (int) Math.max(1, (packetCount / flowCount - 8) * 2 / 3);
        Connection[] live = new Connection[LIVE_FLOWS];
        int started = 0;
        while (packets < packetCount) {
            int slot = random.nextInt(LIVE_FLOWS);
            if (live[slot] == null || live[slot].isDone()) {
                live[slot] = new Connection(started++, 1 + random.nextInt(2 * segments));
            }
            live[slot].step();
        }
        flush();
    }

    private void flush() throws IOException {
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    /** One TCP connection, advanced a packet at a time. */
    private final class Connection {
        private static final int TRANSFER = 4;

        private final int client;
        private final int server;
        private final int port;
        private final int total;
        private int clientSeq = random.nextInt();
        private int serverSeq = random.nextInt();
        private int lostSeq;
        private boolean hasLost;
        private int sent;
        private int step;

        Connection(int number, int segments) {
            client = 0x0A000000 + 2 + number / 28_000 * 7 + random.nextInt(4096);
            server = 0x0AFF0001 + random.nextInt(256);
            port = 32_768 + number % 28_000;
            total = segments;
        }

        boolean isDone() {
            return step >= 10;
        }

        void step() throws IOException {
            switch (step) {
                case 0 -> up(SYN, 0);
                case 1 -> down(SYN | ACK, 0);
                case 2, 5, 7 -> up(ACK, 0);
                case 3 -> up(PSH | ACK, 300);
                case TRANSFER -> transfer();
                case 6 -> down(FIN | ACK, 0);
                case 8 -> up(FIN | ACK, 0);
                default -> down(ACK, 0);
            }
            if (step != TRANSFER || (sent >= total && !hasLost)) {
                step++;
            }
        }

        private void transfer() throws IOException {
            if (sent % 3 == 2 && hasLost) {
                packet(server, client, 443, port, lostSeq, clientSeq, PSH | ACK, MSS);
                hasLost = false;
            } else if (sent % 3 == 2) {
                up(ACK, 0);
            } else {
                if (!hasLost && random.nextInt(100) == 0) {
                    lostSeq = serverSeq;
                    hasLost = true;
                }
                down(ACK, MSS);
            }
            sent++;
        }

        private void up(int flags, int length) throws IOException {
            int acknowledged = hasLost ? lostSeq : serverSeq;
            packet(client, server, port, 443, clientSeq, (flags & ACK) == 0 ? 0 : acknowledged, flags, length);
            clientSeq += length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        }

        private void down(int flags, int length) throws IOException {
            packet(server, client, 443, port, serverSeq, clientSeq, flags, length);
            serverSeq += length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        }
    }

    private void packet(int source, int destination, int sport, int dport, int seq, int ack, int flags, int length)
            throws IOException {
        int options = (flags & SYN) != 0 ? 8 : 0;
        int original = 14 + 20 + 20 + options + length;
        int captured = Math.min(original, snaplen);
        if (block.remaining() < 16 + original) {
            flush();
        }
        timeNs += 1_000 + random.nextInt(20_000);
        block.order(ByteOrder.LITTLE_ENDIAN);
        block.putInt((int) (timeNs / 1_000_000_000)).putInt((int) (timeNs % 1_000_000_000 / 1_000));
        block.putInt(captured).putInt(original);
        block.order(ByteOrder.BIG_ENDIAN);
        int start = block.position();
        block.putLong(0x0200_0000_0001_0200L).putInt(2).putShort((short) 0x0800);
        block.putShort((short) 0x4500).putShort((short) (original - 14)).putShort((short) packets);
        block.putShort((short) 0x4000).putShort((short) 0x4006).putShort((short) 0);
        block.putInt(source).putInt(destination);
        block.putShort((short) sport).putShort((short) dport).putInt(seq).putInt(ack);
        block.put((byte) ((20 + options) << 2))
                .put((byte) flags)
                .putShort((short) 0xFFFF)
                .putInt(0);
        if (options > 0) {
            block.putInt(0x020405B4).putInt(0x01030307);
        }
        block.put(payload, 0, length);
        block.position(start + captured);
        packets++;
    }
}
