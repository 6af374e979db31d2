package org.pcapanalyzer.flow;

/** Takes a connection apart into turns: the originator asks, the responder answers. */
final class TurnTracker {
    private static final int MOST_PER_CONNECTION = 256;

    private final FlowSink sink;
    private final StateBudget budget;

    TurnTracker(FlowSink sink, StateBudget budget) {
        this.sink = sink;
        this.budget = budget;
    }

    /** Takes a segment with bytes of the stream that were not seen before. */
    void note(Segment segment, long newBytes) {
        TcpConnection connection = segment.connection();
        Turn turn = connection.turn;
        if (segment.sender().side == Side.RESP) {
            if (turn != null) {
                turn.answer(segment, newBytes);
            }
        } else if (turn == null) {
            connection.turn = new Turn();
            connection.turn.begin(segment, newBytes);
        } else if (!turn.isAnswered()) {
            turn.ask(segment, newBytes);
        } else {
            tell(turn);
            turn.begin(segment, newBytes);
        }
    }

    /** Tells of the last turn of a connection that is over. */
    void finish(TcpConnection connection) {
        if (connection.turn != null) {
            tell(connection.turn);
        }
    }

    private void tell(Turn turn) {
        if (turn.number() <= MOST_PER_CONNECTION) {
            sink.turn(turn);
        } else {
            budget.bite(Limit.TURNS_PER_CONNECTION);
        }
    }
}
