package org.pcapanalyzer.comparison;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A capture of TCP segments that are chosen at random from so few numbers that every condition of every label is met,
 * near the wrap of sequence numbers and at their special value 0 too. No kernel would send it.
 */
final class RandomCapture {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    private static final int[] HANDSHAKE = {SYN, SYN | ACK, ACK};
    private static final long PAUSE_US = 200_000_000;

    private static final int RAW_IP = 101;
    private static final int HEADERS = 44;
    private static final int[] LENGTHS = {0, 0, 0, 0, 1, 1, 2, 5, 5, 10};
    private static final int[] WINDOWS = {0, 5, 10, 10, 10, 20};
    private static final int[] STEPS_US = {0, 10, 10, 500, 500, 2_000, 3_500, 12_000, 300_000};

    private final Random random;
    private final ByteBuffer record = ByteBuffer.allocate(16 + HEADERS + 16);
    private long timeUs = 1_000_000_000_000L;

    private RandomCapture(long seed) {
        random = new Random(seed);
    }

    /** Writes {@code connections} one after the other, each of {@code segments}. */
    static void write(Path file, long seed, int connections, int segments) throws IOException {
        RandomCapture capture = new RandomCapture(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header());
            for (int connection = 0; connection < connections; connection++) {
                capture.connection(out, 1024 + connection, segments);
            }
        }
    }

    private static byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(RAW_IP);
        return header.array();
    }

    private void connection(OutputStream out, int port, int segments) throws IOException {
        int[] next = {base(), base()};
        int calm = random.nextInt(3) * 40;
        boolean hasHandshake = random.nextBoolean();
        for (int i = 0; i < segments; i++) {
            boolean isHandshake = hasHandshake && i < HANDSHAKE.length;
            boolean isCalm = isHandshake || random.nextInt(100) < calm;
            int side = isHandshake ? i & 1 : random.nextInt(2);
            int flags = isHandshake ? HANDSHAKE[i] : isCalm ? ACK : flags();
            int length = (flags & SYN) != 0 && random.nextInt(8) > 0 ? 0 : pick(LENGTHS);
            int seq = next[side] + (isCalm ? 0 : offset());
            int ack = next[1 - side] + (isCalm ? 0 : offset());
            passTime();
            segment(out, port, side, flags, seq, ack, length);
            int end = seq + length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
            if (end - next[side] > 0) {
                next[side] = end;
            }
        }
    }

    /** Time runs backwards at times, as in merged captures, and pauses for longer than a closed flow is remembered. */
    private void passTime() {
        int choice = random.nextInt(400);
        timeUs += choice == 0 ? -pick(STEPS_US) : choice == 1 ? PAUSE_US : pick(STEPS_US);
    }

    /** Where a direction begins: anywhere, just before the wrap, or at 0. */
    private int base() {
        return switch (random.nextInt(4)) {
            case 0 -> -random.nextInt(20);
            case 1 -> 0;
            default -> random.nextInt();
        };
    }

    private int flags() {
        int choice = random.nextInt(100);
        if (choice < 82) {
            return ACK;
        }
        if (choice < 83) {
            return SYN;
        }
        if (choice < 88) {
            return SYN | ACK;
        }
        if (choice < 93) {
            return FIN | ACK;
        }
        return choice < 96 ? RST | ACK : random.nextInt(32);
    }

    /** Mostly in order, else a little before or behind. */
    private int offset() {
        int choice = random.nextInt(10);
        if (choice < 5) {
            return 0;
        }
        return choice < 7 ? -1 : random.nextInt(31) - 20;
    }

    private int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private void segment(OutputStream out, int port, int side, int flags, int seq, int ack, int length)
            throws IOException {
        int wire = HEADERS + length;
        record.clear().order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) (timeUs / 1_000_000)).putInt((int) (timeUs % 1_000_000));
        record.putInt(wire).putInt(wire).order(ByteOrder.BIG_ENDIAN);
        record.putShort((short) 0x4500).putShort((short) wire).putInt(random.nextInt(1 << 16) << 16);
        record.putInt(0x40060000).putInt(0x0A000001 + side).putInt(0x0A000002 - side);
        record.putShort((short) (side == 0 ? port : 9)).putShort((short) (side == 0 ? 9 : port));
        record.putInt(seq).putInt(ack).putShort((short) (0x6000 | flags)).putShort((short) pick(WINDOWS));
        record.putInt(random.nextInt(1 << 16) << 16);
        boolean scales = (flags & SYN) != 0 && random.nextBoolean();
        record.putInt(scales ? 0x03030000 | random.nextInt(3) << 8 : 0x01010101);
        out.write(record.array(), 0, record.position());
        out.write(new byte[length]);
    }
}
