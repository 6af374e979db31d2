package org.pcapanalyzer.protocol.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/**
 * Brings queries and answers of one flow together: by id and question, in whatever order the answers come. Every message
 * ends in exactly one row, as query, as answer or as one more attempt.
 */
final class DnsPairing {
    private static final int MOST_WAITING = 512;
    private static final int MOST_ANSWERED = 16;
    private static final int ID_BITS = 16;

    private final Flow flow;
    private final DnsKind kind;
    private final Consumer<DnsTransaction> sink;
    private final DnsWindow window;
    private final List<DnsTransaction> waiting = new ArrayList<>(1);
    /** Keys of the queries answered last, in a ring. */
    private long[] answered = new long[1];

    private int answeredCount;
    /** Whether the flow is known to be DNS: by its port, or because an answer fitted a query. */
    private boolean isProven;

    DnsPairing(Flow flow, DnsKind kind, boolean isProven, Consumer<DnsTransaction> sink, DnsWindow window) {
        this.flow = flow;
        this.kind = kind;
        this.isProven = isProven;
        this.sink = sink;
        this.window = window;
    }

    void take(DnsMessage message, Side sender, long frame, long timeNs) {
        if (message.isResponse()) {
            answer(message, sender, frame, timeNs);
        } else {
            query(message, sender, frame, timeNs);
        }
    }

    private void query(DnsMessage message, Side sender, long frame, long timeNs) {
        DnsTransaction transaction = DnsTransaction.ofQuery(flow, kind, sender, message, frame, timeNs);
        if (kind == DnsKind.MDNS) {
            // Its ids are 0, and its answers go to everybody.
            sink.accept(transaction);
            return;
        }
        for (DnsTransaction earlier : waiting) {
            boolean isSame = earlier.client() == sender
                    && earlier.question().id() == message.id()
                    && earlier.question().asksSame(message);
            if (isSame) {
                earlier.askAgain(timeNs);
                return;
            }
        }
        if (waiting.size() == MOST_WAITING) {
            giveUp(waiting.get(0), true);
        }
        waiting.add(transaction);
        window.add(this, transaction);
    }

    private void answer(DnsMessage message, Side sender, long frame, long timeNs) {
        boolean isOtherQuestion = false;
        for (int i = 0; i < waiting.size(); i++) {
            DnsTransaction transaction = waiting.get(i);
            if (transaction.awaits(sender) && transaction.question().id() == message.id()) {
                if (!message.hasQuestion() || message.asksSame(transaction.question())) {
                    waiting.remove(i);
                    complete(transaction, message, frame, timeNs);
                    return;
                }
                isOtherQuestion = true;
            }
        }
        answerAlone(message, sender, frame, timeNs, isOtherQuestion);
    }

    private void complete(DnsTransaction transaction, DnsMessage message, long frame, long timeNs) {
        transaction.answer(message, frame, timeNs);
        remember(key(transaction.question()));
        isProven = true;
        sink.accept(transaction);
    }

    private void answerAlone(DnsMessage message, Side sender, long frame, long timeNs, boolean isOtherQuestion) {
        boolean isAgain = wasAnswered(message);
        boolean isTransferred = flow.isTcp() && isAgain && isTransfer(message.type());
        if (!isProven || isTransferred) {
            return;
        }
        DnsTransaction transaction = DnsTransaction.ofAnswer(flow, kind, sender, message, frame, timeNs);
        if (isOtherQuestion) {
            transaction.note(DnsAnomaly.QUESTION_MISMATCH);
        }
        if (isAgain) {
            transaction.note(DnsAnomaly.DUPLICATE_ANSWER);
        }
        sink.accept(transaction);
    }

    /** A zone transfer's answer is as many messages as it takes (RFC 5936 2.2); those behind the first may lack a question. */
    private static boolean isTransfer(int type) {
        return type == DnsTypes.AXFR || type == DnsTypes.IXFR || type == DnsMessage.ABSENT;
    }

    private void remember(long key) {
        if (answeredCount == answered.length && answered.length < MOST_ANSWERED) {
            answered = Arrays.copyOf(answered, 2 * answered.length);
        }
        answered[answeredCount++ % answered.length] = key;
    }

    private boolean wasAnswered(DnsMessage message) {
        long key = key(message);
        int shift = message.hasQuestion() ? 0 : Long.SIZE - ID_BITS;
        for (int i = 0; i < Math.min(answeredCount, answered.length); i++) {
            if (answered[i] << shift == key << shift) {
                return true;
            }
        }
        return false;
    }

    /** The id in the low bits, above it what stands for the question. */
    private static long key(DnsMessage message) {
        int question = message.name().toLowerCase(Locale.ROOT).hashCode() * 31 + message.type();
        return (long) question << ID_BITS | message.id();
    }

    /** Bytes of the answering side are missing: what waits may have been answered in them. */
    void gap(Side sender) {
        for (DnsTransaction transaction : waiting) {
            if (transaction.awaits(sender)) {
                transaction.note(DnsAnomaly.STREAM_GAP);
            }
        }
    }

    /** Lets a query go without answer, if it still waits. */
    void giveUp(DnsTransaction transaction, boolean mayBeAnswered) {
        if (waiting.remove(transaction)) {
            if (mayBeAnswered) {
                transaction.note(DnsAnomaly.GAVE_WAY);
            }
            tell(transaction);
        }
    }

    /** No more messages come: what waits stays without answer. */
    void close() {
        waiting.forEach(this::tell);
        waiting.clear();
    }

    private void tell(DnsTransaction transaction) {
        if (isProven) {
            sink.accept(transaction);
        }
    }
}
