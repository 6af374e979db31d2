package org.pcapanalyzer.flow;

/** What is noteworthy of the path of a flow's packets; most flows have none. */
final class FlowPath {
    private PathChange origChange;
    private PathChange respChange;
    private Loop origLoop;
    private Loop respLoop;

    boolean hasChange(boolean originator) {
        return (originator ? origChange : respChange) != null;
    }

    /** That of one direction, made when it is first asked for. */
    PathChange change(boolean originator) {
        if (originator) {
            origChange = origChange == null ? new PathChange(Side.ORIG) : origChange;
            return origChange;
        }
        respChange = respChange == null ? new PathChange(Side.RESP) : respChange;
        return respChange;
    }

    boolean hasLoop(boolean originator) {
        return (originator ? origLoop : respLoop) != null;
    }

    /** That of one direction, made when it is first asked for. */
    Loop loop(boolean originator) {
        if (originator) {
            origLoop = origLoop == null ? new Loop(Side.ORIG) : origLoop;
            return origLoop;
        }
        respLoop = respLoop == null ? new Loop(Side.RESP) : respLoop;
        return respLoop;
    }
}
