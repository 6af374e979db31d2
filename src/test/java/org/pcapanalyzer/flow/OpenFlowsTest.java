package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections are packed, and when. */
class OpenFlowsTest {
    private static final long STATE_BYTES = 10_000;
    private static final long FLOWS_AWAKE = 32;
    private static final long AWAKE_BYTES = FLOWS_AWAKE * OpenFlows.AWAKE_BYTES;

    private final StateBudget budget =
            new StateBudget(new FlowLimits(1000, 4, 4, STATE_BYTES, 4, 0), new LimitCounts());
    private OpenFlows open = new OpenFlows(AWAKE_BYTES, budget);
    private final List<Flow> flows = new ArrayList<>();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            Flow flow = TestFlows.tcp(1024 + flows.size(), 80);
            flows.add(flow);
            open.add(flow);
        }
        open.rest();
    }

    private long asleep() {
        return flows.stream().filter(Flow::isAsleep).count();
    }

    @Test
    void shouldPackNothingWhereThereIsRoom() {
        add((int) FLOWS_AWAKE);
        assertEquals(0, asleep());
    }

    @Test
    void shouldPackTheLeastRecentlyActiveUntilAllFit() {
        add(2 * (int) FLOWS_AWAKE);
        assertTrue(open.bytes() <= AWAKE_BYTES, open.bytes() + " bytes");
        int asleep = (int) asleep();
        assertTrue(asleep > FLOWS_AWAKE && asleep < flows.size(), asleep + " are asleep");
        assertTrue(flows.subList(0, asleep).stream().allMatch(Flow::isAsleep));
    }

    @Test
    void shouldKeepSomeAwakeHoweverManyThereAre() {
        add(1000);
        assertEquals(FLOWS_AWAKE / 16, flows.size() - asleep());
        assertFalse(flows.get(999).isAsleep());
    }

    /** What is kept of the streams of packed flows is theirs no more. */
    @Test
    void shouldPackWhereStateIsScarce() {
        budget.reserve(STATE_BYTES / 4 * 3);
        add(8);
        assertEquals(0, asleep());
        budget.reserve(1);
        open.rest();
        assertEquals(8 - FLOWS_AWAKE / 16, asleep());
    }

    @Test
    void shouldWakeAFlow() {
        add(1000);
        Flow first = flows.get(0);
        assertTrue(first.isAsleep());
        open.wake(first);
        assertFalse(first.isAsleep());
    }

    @Test
    void shouldPackEmbryonicFlowsThoughThereIsRoom() {
        open = new OpenFlows(Long.MAX_VALUE, budget);
        add(10);
        flows.forEach(open::establish);
        add(OpenFlows.MOST_EMBRYONIC + 5);
        assertEquals(5, asleep());
        assertTrue(flows.subList(10, 15).stream().allMatch(Flow::isAsleep));
        assertEquals(flows.get(10), open.first());
    }

    @Test
    void shouldKnowWhatTheyTakeInEachState() {
        add(1000);
        open.wake(flows.get(0));
        open.establish(flows.get(0));
        open.rest();
        flows.forEach(open::remove);
        assertEquals(0, open.bytes());
        assertTrue(open.isEmpty());
    }
}
