package org.pcapanalyzer.comparison;

import java.util.Locale;

/** Why tshark and we may say different things. Each class stands with an example in docs/wireshark.md. */
enum DifferenceClass {
    NOT_READ("we refuse the file or stop before this frame, tshark reads it"),
    NOT_DECODED("we set a frame of the stream aside that tshark decodes as far as TCP"),
    NOT_DECODED_BY_TSHARK("tshark does not decode the frame as far as TCP, we do"),
    QUOTED("an ICMP error quotes the connection: tshark takes the quote for a packet of a stream"),
    INCOMPLETE_DATAGRAM("a fragment whose datagram is never complete: tshark opens a stream for its first bytes"),
    NO_FRAMES("tshark gives a number to a stream that has no frame, such as the one inside a SOCKS proxy"),
    SEVERAL_SEGMENTS("a frame holds several segments, tshark prints all of them in one row"),
    IP_LENGTH("an IP header claims more bytes than the frame had: tshark takes the frame's word, we the header's"),
    FORGOTTEN(
            "the flow was closed for more than two minutes, or a bound of memory bit: what comes then is a new flow for us"),
    HANDSHAKE("a SYN was captured twice or the first ACK is a reset: tshark counts from the last SYN to any ACK"),
    TIME_RANGE("frame times beyond the year 2262, the end of 64-bit nanoseconds, where we stop the clock"),
    CLOCK("frame times contradict themselves: they step back, or an answer stands before its question"),
    BEYOND_FIN("payload behind the FIN: tshark follows it, for us the stream is over"),
    MULTIPATH("Multipath TCP: tshark excuses some of its duplicate ACKs"),
    UNEXPLAINED("no reason known; please report it");

    private final String reason;

    DifferenceClass(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
