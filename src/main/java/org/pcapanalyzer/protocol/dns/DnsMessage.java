package org.pcapanalyzer.protocol.dns;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A DNS message (RFC 1035 4), with the OPT record of RFC 6891. Immutable; nothing refers to the bytes it was read from.
 *
 * <pre>
 *  0                             15 16                            31
 * |              ID                |QR|opcode|AA|TC|RD|RA|Z|AD|CD|rcode|
 * |            QDCOUNT             |            ANCOUNT              |
 * |            NSCOUNT             |            ARCOUNT              |
 * question: name type(2) class(2);  record: name type(2) class(2) ttl(4) length(2) data
 * OPT record: class is the size of UDP payload, ttl is extended rcode(1) version(1) flags(2)
 * </pre>
 *
 * Only the first question and the first {@value #MOST_ANSWERS} records of the answer section are kept.
 */
public final class DnsMessage {
    /** Of numbers that the message does not hold. */
    public static final int ABSENT = -1;

    /** A header and a question about the root. */
    static final int SHORTEST_QUERY = 17;

    private static final int HEADER_LENGTH = 12;
    /** Query, inverse query, status, notify, update, stateful operations. */
    private static final int KNOWN_OPCODES = 0b111_0111;

    private static final int QUERY = 0;
    private static final int MOST_ANSWERS = 64;
    private static final int SHORTEST_RECORD_TAIL = 10;

    private static final int RESPONSE_BIT = 0x8000;
    private static final int AUTHORITATIVE_BIT = 0x0400;
    private static final int TRUNCATED_BIT = 0x0200;
    private static final int RECURSION_DESIRED_BIT = 0x0100;
    private static final int RECURSION_AVAILABLE_BIT = 0x0080;
    private static final int RESERVED_BIT = 0x0040;
    private static final int AUTHENTIC_BIT = 0x0020;
    private static final int UNICAST_OR_FLUSH_BIT = 0x8000;

    private final int id;
    private final int flags;
    private final int questionCount;
    private final int answerCount;
    private final int authorityCount;
    private final int additionalCount;
    private final int length;
    private final Set<DnsAnomaly> anomalies;
    private final List<DnsAnswer> answers = new ArrayList<>();

    private String name = "";
    private int type = ABSENT;
    private int questionClass = ABSENT;
    private int ednsSize = ABSENT;
    private int extendedCode;

    private DnsMessage(DnsCursor cursor, int length) {
        this.length = length;
        anomalies = cursor.anomalies();
        id = cursor.u16();
        flags = cursor.u16();
        questionCount = cursor.u16();
        answerCount = cursor.u16();
        authorityCount = cursor.u16();
        additionalCount = cursor.u16();
    }

    /**
     * Reads a message; empty if its header was not captured.
     *
     * @param capturedLength bytes at {@code offset} that may be read
     * @param length         of the whole message
     */
    public static Optional<DnsMessage> read(ByteBuffer buffer, int offset, int capturedLength, int length) {
        if (capturedLength < HEADER_LENGTH) {
            return Optional.empty();
        }
        DnsCursor cursor = new DnsCursor(buffer, offset, capturedLength, capturedLength < length);
        DnsMessage message = new DnsMessage(cursor, length);
        message.readSections(cursor);
        return Optional.of(message);
    }

    /** Whether a header, of which all bytes are there, counts one question and no answer: few other bytes look so. */
    static boolean hasOneQuestion(ByteBuffer buffer, int offset) {
        return buffer.get(offset + 4) == 0
                && buffer.get(offset + 5) == 1
                && buffer.get(offset + 6) == 0
                && buffer.get(offset + 7) == 0;
    }

    private void readSections(DnsCursor cursor) {
        for (int i = 0; i < questionCount && !cursor.isBroken(); i++) {
            readQuestion(cursor, i == 0);
        }
        for (int i = 0; i < answerCount && !cursor.isBroken(); i++) {
            readRecord(cursor, opcode() == QUERY && answers.size() < MOST_ANSWERS);
        }
        int others = authorityCount + additionalCount;
        for (int i = 0; i < others && !cursor.isBroken(); i++) {
            readRecord(cursor, false);
        }
        if (!cursor.isBroken() && cursor.remaining() > 0) {
            cursor.note(DnsAnomaly.TRAILING_BYTES);
        }
    }

    private void readQuestion(DnsCursor cursor, boolean isFirst) {
        String read = "";
        if (isFirst) {
            read = cursor.name();
        } else {
            cursor.skipName();
        }
        if (!cursor.has(4)) {
            return;
        }
        int readType = cursor.u16();
        int readClass = cursor.u16();
        if (isFirst) {
            name = read;
            type = readType;
            questionClass = readClass;
        }
    }

    private void readRecord(DnsCursor cursor, boolean isKept) {
        int start = cursor.position();
        if (!cursor.skipName() || !cursor.has(SHORTEST_RECORD_TAIL)) {
            return;
        }
        boolean isOfRoot = cursor.position() - start == 1;
        int recordType = cursor.u16();
        int recordClass = cursor.u16();
        long ttl = cursor.u32();
        int dataLength = cursor.u16();
        if (recordType == DnsTypes.OPT) {
            takeOptions(cursor, isOfRoot, recordClass, ttl);
        }
        if (!cursor.has(dataLength)) {
            return;
        }
        if (isKept && recordType != DnsTypes.OPT) {
            answers.add(DnsAnswer.read(cursor, recordType, ttl, dataLength));
        } else {
            cursor.skip(dataLength);
        }
    }

    private void takeOptions(DnsCursor cursor, boolean isOfRoot, int size, long ttl) {
        if (!isOfRoot || ednsSize != ABSENT) {
            cursor.note(DnsAnomaly.OPT_MISUSED);
            return;
        }
        ednsSize = size;
        extendedCode = (int) (ttl >>> 24);
    }

    public int id() {
        return id;
    }

    public boolean isResponse() {
        return (flags & RESPONSE_BIT) != 0;
    }

    /** 0 query, 4 notify, 5 update. */
    public int opcode() {
        return flags >>> 11 & 0xF;
    }

    /** Whether anything speaks so; random bytes do half of the time only. */
    boolean hasKnownOpcode() {
        return (KNOWN_OPCODES >> opcode() & 1) != 0;
    }

    public boolean isAuthoritative() {
        return (flags & AUTHORITATIVE_BIT) != 0;
    }

    public boolean isTruncated() {
        return (flags & TRUNCATED_BIT) != 0;
    }

    public boolean isRecursionDesired() {
        return (flags & RECURSION_DESIRED_BIT) != 0;
    }

    public boolean isRecursionAvailable() {
        return (flags & RECURSION_AVAILABLE_BIT) != 0;
    }

    public boolean isAuthentic() {
        return (flags & AUTHENTIC_BIT) != 0;
    }

    /** Of 12 bits where there is an OPT record, otherwise of 4. */
    public int responseCode() {
        return extendedCode << 4 | flags & 0xF;
    }

    /** As the header claims. */
    public int questionCount() {
        return questionCount;
    }

    /** As the header claims. */
    public int answerCount() {
        return answerCount;
    }

    /** Name of the first question, case as on the wire, escaped as in RFC 1035 5.1; empty if there is none in full. */
    public String name() {
        return name;
    }

    /** Type of the first question; {@link #ABSENT} without question. */
    public int type() {
        return type;
    }

    /** Class of the first question, of mDNS without the bit that asks for a unicast answer (RFC 6762 5.4). */
    public int questionClass(DnsKind kind) {
        return questionClass == ABSENT || kind != DnsKind.MDNS ? questionClass : questionClass & ~UNICAST_OR_FLUSH_BIT;
    }

    /** UDP payload that the sender can take; {@link #ABSENT} without OPT record. */
    public int ednsSize() {
        return ednsSize;
    }

    /** The first records of the answer section, at most {@value #MOST_ANSWERS}; none of updates, where it holds conditions. */
    public List<DnsAnswer> answers() {
        return Collections.unmodifiableList(answers);
    }

    /** Bytes of the message, captured or not. */
    public int length() {
        return length;
    }

    public Set<DnsAnomaly> anomalies() {
        return anomalies;
    }

    /** Whether the question was read. */
    public boolean hasQuestion() {
        return type != ABSENT;
    }

    /** Whether both ask about the same, upper and lower case being equal (RFC 4343). */
    public boolean asksSame(DnsMessage other) {
        return type == other.type && questionClass == other.questionClass && name.equalsIgnoreCase(other.name);
    }

    /**
     * Whether this can only be a query of DNS: one question of a class that exists, nothing else but what goes into the
     * additional section of queries, and not one byte that contradicts. For ports that say nothing.
     */
    public boolean isFlawlessQuery() {
        boolean isHeadGood = !isResponse()
                && opcode() == QUERY
                && (flags & (RESERVED_BIT | AUTHORITATIVE_BIT | TRUNCATED_BIT | RECURSION_AVAILABLE_BIT | 0xF)) == 0
                && questionCount == 1
                && answerCount == 0
                && authorityCount == 0
                && additionalCount <= 2;
        return isHeadGood && anomalies.isEmpty() && type != 0 && isKnownClass();
    }

    private boolean isKnownClass() {
        return questionClass == 1 || questionClass == 3 || questionClass == 4 || questionClass == 255;
    }
}
