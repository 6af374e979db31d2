package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes a large, seeded capture, for measurements; a file that runs by itself: {@code java
 * src/test/java/org/pcapanalyzer/benchmark/LargeCapture.java FILE MIX [KEY=VALUE]...}. The same mix, values and seed give the
 * same bytes. {@link #DEFAULTS} has the keys, {@link #MIXES} the mixes; docs/benchmarks.md tells what each is for.
 *
 * <p>A TCP flow is a whole connection (handshake, a request, a response in full segments with delayed acknowledgements, both
 * FINs) of a client in 10/8 with a server; some segments are lost behind the capture point and sent again. At each step one of
 * the flows that are live, drawn by chance, sends its next packet. Checksums are 0, as where a network card fills them in.
 *
 * <p>{@code LargeCapture FILE PACKETS FLOWS SNAPLEN [SEED]} writes mix {@code full} in another size.
 */
public final class LargeCapture {
    private static final int MSS = 1448;

    /** Keys of a mix, and the values of mix {@code full}. */
    private static final Map<String, Long> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("packets", 2_500_000L),
            // Packets of a flow, on average.
            Map.entry("per-flow", 37L),
            // Bytes captured of a frame at most; 0 for all.
            Map.entry("snaplen", 0L),
            // Flows that are live at once.
            Map.entry("live", 512L),
            Map.entry("clients", 4_096L),
            // Addresses by which the clients move on when all ports have been used; 0: the port of the servers moves
            // on.
            Map.entry("drift", 7L),
            Map.entry("servers", 256L),
            // One response segment in so many is lost.
            Map.entry("loss", 100L),
            // Flows over IPv6, per cent.
            Map.entry("ipv6", 0L),
            // Flows that are UDP in fragments, per cent.
            Map.entry("fragments", 0L),
            // Flows that are a lone SYN from an address used once, per cent.
            Map.entry("flood", 0L),
            // Bytes of random text that payload is taken from; without more than this, all payload is the same.
            Map.entry("payload", (long) MSS),
            Map.entry("seed", 1L)));

    /** What differs from the defaults. */
    static final Map<String, String> MIXES = new TreeMap<>(Map.ofEntries(
            Map.entry("full", ""),
            Map.entry("headers", "packets=20000000 per-flow=50 snaplen=96"),
            Map.entry("short-flows", "packets=5000000 per-flow=10"),
            Map.entry("long-flows", "per-flow=50000 live=16"),
            Map.entry("few-pairs", "packets=20000000 per-flow=50 snaplen=96 clients=2 drift=0 servers=2"),
            Map.entry("live-flows", "packets=20000000 per-flow=1000 snaplen=96 live=1000000 drift=4096"),
            Map.entry("ipv6", "ipv6=100"),
            Map.entry("loss", "loss=10"),
            Map.entry("fragments", "fragments=100 ipv6=50"),
            Map.entry("flood", "packets=20000000 flood=100 live=1")));

    private static final int MSS_IPV6 = MSS - 20;
    private static final int PORTS = 28_000;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int FRAGMENT_HEADER = 44;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final ByteBuffer block = ByteBuffer.allocate(1 << 20);
    private final byte[] payload;
    private final OutputStream out;
    private final long packetCount;
    private final int segments;
    private final int snaplen;
    private final int live;
    private final int clients;
    private final int drift;
    private final int servers;
    private final int loss;
    private final int ipv6Percent;
    private final int fragmentsPercent;
    private final int floodPercent;
    private final Random random;
    private long timeNs = 1_700_000_000_000_000_000L;
    private long packets;

    private LargeCapture(OutputStream out, Map<String, Long> mix) {
        this.out = out;
        packetCount = mix.get("packets");
        segments = (int) Math.max(1, (mix.get("per-flow") - 8) * 2 / 3);
        snaplen = mix.get("snaplen") == 0 ? 262_144 : mix.get("snaplen").intValue();
        live = mix.get("live").intValue();
        clients = mix.get("clients").intValue();
        drift = mix.get("drift").intValue();
        servers = mix.get("servers").intValue();
        loss = mix.get("loss").intValue();
        ipv6Percent = mix.get("ipv6").intValue();
        fragmentsPercent = mix.get("fragments").intValue();
        floodPercent = mix.get("flood").intValue();
        random = new Random(mix.get("seed"));
        payload = new byte[mix.get("payload").intValue()];
        random.nextBytes(payload);
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: LargeCapture FILE MIX [KEY=VALUE]...   or   FILE PACKETS FLOWS SNAPLEN [SEED]");
            MIXES.forEach((mix, settings) -> System.err.println("mix " + mix + ": " + settings));
            System.err.println("keys, with their defaults: " + DEFAULTS);
            return;
        }
        Map<String, Long> mix = mix(args);
        try (OutputStream file = Files.newOutputStream(Path.of(args[0]))) {
            new LargeCapture(file, mix).write();
        }
    }

    private static Map<String, Long> mix(String[] args) {
        Map<String, Long> mix = new HashMap<>(DEFAULTS);
        if (Character.isDigit(args[1].charAt(0))) {
            long packets = Long.parseLong(args[1]);
            mix.put("packets", packets);
            mix.put("per-flow", packets / Long.parseLong(args[2]));
            mix.put("snaplen", Long.parseLong(args[3]));
            mix.put("seed", args.length > 4 ? Long.parseLong(args[4]) : 1);
            return mix;
        }
        if (!MIXES.containsKey(args[1])) {
            throw new IllegalArgumentException("no mix " + args[1] + "; there are " + MIXES.keySet());
        }
        StringBuilder settings = new StringBuilder(MIXES.get(args[1]));
        for (int i = 2; i < args.length; i++) {
            settings.append(' ').append(args[i]);
        }
        for (String setting : settings.toString().trim().split(" +")) {
            put(setting, mix);
        }
        return mix;
    }

    private static void put(String setting, Map<String, Long> mix) {
        if (setting.isEmpty()) {
            return;
        }
        String[] sides = setting.split("=");
        if (sides.length != 2 || !mix.containsKey(sides[0])) {
            throw new IllegalArgumentException("no key " + sides[0] + "; there are " + DEFAULTS.keySet());
        }
        mix.put(sides[0], Long.parseLong(sides[1]));
    }

    private void write() throws IOException {
        block.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(snaplen)
                .putInt(1);
        Talk[] talks = new Talk[live];
        int started = 0;
        while (packets < packetCount) {
            int slot = random.nextInt(live);
            if (talks[slot] == null || talks[slot].isDone()) {
                talks[slot] = begin(started++);
            }
            talks[slot].step();
        }
        flush();
    }

    private void flush() throws IOException {
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    private Talk begin(int number) {
        if (falls(floodPercent)) {
            return new LoneSyn(number);
        }
        int total = 1 + random.nextInt(2 * segments);
        return falls(fragmentsPercent) ? new Datagrams(number, total) : new Connection(number, total);
    }

    private boolean falls(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    /** Packets between two hosts, advanced by one at a time. */
    private interface Talk {
        boolean isDone();

        void step() throws IOException;
    }

    /** The ends of a flow, no two the same unless the clients drift over each other. */
    private final class Ends {
        final int client;
        final int server;
        final int port;
        final int serverPort;
        final boolean isIpv6;

        Ends(int number) {
            int lap = number / PORTS;
            client = 0x0A000000 + 2 + lap * drift + random.nextInt(clients);
            server = 0x0AFF0001 + random.nextInt(servers);
            port = 32_768 + number % PORTS;
            // Far from the ports by which other readers guess protocols.
            serverPort = drift == 0 ? 30_001 + lap : 443;
            isIpv6 = falls(ipv6Percent);
        }
    }

    private final class Connection implements Talk {
        private static final int TRANSFER = 4;

        private final int total;
        private int clientSeq = random.nextInt();
        private int serverSeq = random.nextInt();
        private final Ends ends;
        private final int segmentBytes;
        private int lostSeq;
        private boolean hasLost;
        private int sent;
        private int step;

        Connection(int number, int total) {
            this.total = total;
            ends = new Ends(number);
            segmentBytes = ends.isIpv6 ? MSS_IPV6 : MSS;
        }

        @Override
        public boolean isDone() {
            return step >= 10;
        }

        @Override
        public void step() throws IOException {
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
                down(lostSeq, PSH | ACK, segmentBytes);
                hasLost = false;
            } else if (sent % 3 == 2) {
                up(ACK, 0);
            } else {
                if (!hasLost && random.nextInt(loss) == 0) {
                    lostSeq = serverSeq;
                    hasLost = true;
                }
                down(ACK, segmentBytes);
            }
            sent++;
        }

        private void up(int flags, int length) throws IOException {
            int acknowledged = hasLost ? lostSeq : serverSeq;
            segment(ends, true, clientSeq, (flags & ACK) == 0 ? 0 : acknowledged, flags, length);
            clientSeq += length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        }

        private void down(int flags, int length) throws IOException {
            down(serverSeq, flags, length);
            serverSeq += length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        }

        private void down(int seq, int flags, int length) throws IOException {
            segment(ends, false, seq, clientSeq, flags, length);
        }
    }

    /** Datagrams to the server, each in two fragments or more; one in ten with the last fragment first. */
    private final class Datagrams implements Talk {
        private final Ends ends;
        private int left;
        private int id = random.nextInt();
        private int bytes;
        private int fragments;
        private int sent;
        private boolean isReversed;

        Datagrams(int number, int total) {
            ends = new Ends(number);
            left = total;
        }

        @Override
        public boolean isDone() {
            return left <= 0 && sent == fragments;
        }

        @Override
        public void step() throws IOException {
            if (sent == fragments) {
                bytes = 2_000 + random.nextInt(7_000);
                fragments = (bytes + MSS - 1) / MSS;
                isReversed = random.nextInt(10) == 0;
                sent = 0;
                id++;
            }
            int offset = MSS * (isReversed ? fragments - 1 - sent : sent);
            fragment(ends, id, offset, Math.min(MSS, bytes - offset), bytes);
            sent++;
            left--;
        }
    }

    /** No two from the same address and port. */
    private final class LoneSyn implements Talk {
        private final int number;
        private boolean isDone;

        LoneSyn(int number) {
            this.number = number;
        }

        @Override
        public boolean isDone() {
            return isDone;
        }

        @Override
        public void step() throws IOException {
            // Multiplying by an odd number shuffles the 2^24 addresses of 11/8.
            int host = number * 0x9E3779B1 & 0xFFFFFF;
            int port = 1_024 + (host % 50_000 + (number >>> 24)) % 60_000;
            begin(54 + 8, false, true);
            ip(false, 0x0B000000 + host, 0x0AFF0001, TCP, 28, DO_NOT_FRAGMENT, (int) packets);
            tcp(port, 443, random.nextInt(), 0, SYN);
            end(54 + 8);
            isDone = true;
        }
    }

    private void segment(Ends ends, boolean isUp, int seq, int ack, int flags, int length) throws IOException {
        int tcpLength = 20 + ((flags & SYN) != 0 ? 8 : 0) + length;
        int original = (ends.isIpv6 ? 54 : 34) + tcpLength;
        begin(original, ends.isIpv6, isUp);
        int source = isUp ? ends.client : ends.server;
        int destination = isUp ? ends.server : ends.client;
        ip(ends.isIpv6, source, destination, TCP, tcpLength, DO_NOT_FRAGMENT, (int) packets);
        tcp(isUp ? ends.port : ends.serverPort, isUp ? ends.serverPort : ends.port, seq, ack, flags);
        payload(length);
        end(original);
    }

    private void tcp(int sourcePort, int destinationPort, int seq, int ack, int flags) {
        boolean hasOptions = (flags & SYN) != 0;
        block.putShort((short) sourcePort).putShort((short) destinationPort).putInt(seq);
        block.putInt(ack).put((byte) (hasOptions ? 7 << 4 : 5 << 4)).put((byte) flags);
        block.putShort((short) 0xFFFF).putInt(0);
        if (hasOptions) {
            // MSS 1460, window scale 7.
            block.putInt(0x020405B4).putInt(0x01030307);
        }
    }

    /** {@code offset} and {@code length} count the datagram's UDP header in. */
    private void fragment(Ends ends, int id, int offset, int length, int datagramLength) throws IOException {
        int more = offset + length < datagramLength ? 1 : 0;
        int original = (ends.isIpv6 ? 62 : 34) + length;
        begin(original, ends.isIpv6, true);
        if (ends.isIpv6) {
            ip(true, ends.client, ends.server, FRAGMENT_HEADER, 8 + length, 0, 0);
            block.put((byte) UDP)
                    .put((byte) 0)
                    .putShort((short) (offset | more))
                    .putInt(id);
        } else {
            ip(false, ends.client, ends.server, UDP, length, more * MORE_FRAGMENTS | offset / 8, id);
        }
        int header = offset == 0 ? 8 : 0;
        if (header > 0) {
            block.putShort((short) ends.port).putShort((short) 30_000).putShort((short) datagramLength);
            // IPv6 does not allow 0.
            block.putShort((short) (ends.isIpv6 ? 0xFFFF : 0));
        }
        payload(length - header);
        end(original);
    }

    private void payload(int length) {
        int choices = payload.length - MSS;
        block.put(payload, choices == 0 || length == 0 ? 0 : random.nextInt(choices), length);
    }

    private void ip(boolean isIpv6, int source, int destination, int protocol, int length, int fragmentField, int id) {
        if (isIpv6) {
            long network = 0x2001_0DB8_0000_0000L;
            block.putInt(0x6000_0000)
                    .putShort((short) length)
                    .put((byte) protocol)
                    .put((byte) 0x40);
            block.putLong(network).putLong(source).putLong(network).putLong(destination);
        } else {
            block.putShort((short) 0x4500).putShort((short) (20 + length)).putShort((short) id);
            block.putShort((short) fragmentField)
                    .put((byte) 0x40)
                    .put((byte) protocol)
                    .putShort((short) 0);
            block.putInt(source).putInt(destination);
        }
    }

    /** The record's header and that of Ethernet, between the router of the clients and that of the servers. */
    private void begin(int original, boolean isIpv6, boolean isUp) throws IOException {
        if (block.remaining() < 16 + original) {
            flush();
        }
        timeNs += 1_000 + random.nextInt(20_000);
        block.order(ByteOrder.LITTLE_ENDIAN);
        block.putInt((int) (timeNs / 1_000_000_000)).putInt((int) (timeNs % 1_000_000_000 / 1_000));
        block.putInt(Math.min(original, snaplen)).putInt(original);
        block.order(ByteOrder.BIG_ENDIAN);
        block.putLong(isUp ? 0x0200_0000_0001_0200L : 0x0200_0000_0002_0200L);
        block.putInt(isUp ? 2 : 1).putShort((short) (isIpv6 ? 0x86DD : 0x0800));
    }

    private void end(int original) {
        block.position(block.position() - Math.max(0, original - snaplen));
        packets++;
    }
}
