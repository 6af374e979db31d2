package org.pcapanalyzer.report;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import org.pcapanalyzer.capture.CaptureInterface;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

/** Frames in memory, and a reader that hands them out one second apart. */
final class FixtureFrames {
    /** SYN from 198.51.100.1:40000 to 192.0.2.80:443 with MSS 1460, SACK permitted, timestamps, window scale 7. */
    static final String SYN = "02000000000202000000000108004500003c1c464000400631f1c6336401c0000250"
            + "9c4001bb000003e800000000a002faf0bea50000020405b40402080a000000010000000001030307";

    /** RST, ACK in answer. */
    static final String RST = "020000000001020000000002080045000028000040003f064f4bc0000250c6336401"
            + "01bb9c4000000000000003e95014000021670000";

    /** ICMPv6 port unreachable that quotes a UDP datagram to port 53. */
    static final String PORT_UNREACHABLE =
            "02000000000102000000000286dd6000000000403a3d20010db800010000000000000000008020010db8000000000000000000000007"
                    + "0104304e00000000600000000010113c20010db800000000000000000000000720010db8000100000000000000000080"
                    + "14e900350010beef3132333435363738";

    /** ARP request of 192.0.2.1 for 192.0.2.99. */
    static final String ARP_REQUEST =
            "ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000263";

    /** ICMP fragmentation needed, next-hop MTU 1400, that quotes a packet of 1500 bytes. */
    static final String FRAGMENTATION_NEEDED = "02000000000102000000000208004500003800000000fa015a8ecb007101c6336401"
            + "0304598700000578450005dc0000400040064897c6336401c00002509c4001bb00000001";

    /** GET in VLAN 12 over IPv6 with a SACK block. */
    static final String TAGGED_GET =
            "0200000000020200000000018100000c86dd600000000032064020010db8000000000000000000000007"
                    + "20010db80001000000000000000000809c4101bb0000000500000007801801f5f9d90000"
                    + "0101050a00000064000000c8474554202f20485454502f312e310d0a0d0a";

    /** {@link #SYN} behind a Linux cooked header, version 2, sent by us. */
    static final String COOKED_SYN = "08000000000000030001040602000000000100004500003c1c464000400631f1c6336401c0000250"
            + "9c4001bb000003e800000000a002faf0bea50000020405b40402080a000000010000000001030307";

    /** {@link #SYN} in VXLAN 5001 from 203.0.113.1 to 203.0.113.2. */
    static final String SYN_IN_VXLAN = "02000000000402000000000308004500006e000000004011cf7ccb007101cb007102"
            + "c00012b5005a00000800000000138900" + SYN;

    private static final List<String> CAPTURE = List.of(SYN, RST, PORT_UNREACHABLE, ARP_REQUEST);

    private FixtureFrames() {}

    static CapturedFrame frame(int linkType, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new CapturedFrame(1, ReportFixture.START, linkType, 0, bytes.length, bytes);
    }

    /** Reads {@link #SYN}, {@link #RST}, {@link #PORT_UNREACHABLE}, {@link #ARP_REQUEST}. */
    static FrameReader reader(SortedSet<Long> wanted) {
        return new Reader();
    }

    private static final class Reader implements FrameReader {
        private int next;

        @Override
        public boolean next(Frame frame) {
            if (next == CAPTURE.size()) {
                return false;
            }
            byte[] bytes = HexFormat.of().parseHex(CAPTURE.get(next));
            frame.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
            frame.locate(next + 1, ReportFixture.START + next * 1_000_000_000L, 1, 0);
            next++;
            return true;
        }

        @Override
        public List<CaptureSummary> summaries() {
            return List.of(new CaptureSummary(
                    "memory",
                    "pcapng",
                    "none",
                    0,
                    "",
                    next,
                    0,
                    0,
                    0,
                    0,
                    List.of(new CaptureInterface(0, "eth0", 1, 262_144, 1_000_000_000L, "")),
                    1,
                    false,
                    List.of(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    List.of(),
                    List.of()));
        }

        @Override
        public long sourceBytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
