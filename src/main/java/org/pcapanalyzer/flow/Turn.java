package org.pcapanalyzer.flow;

/**
 * What the originator of a TCP connection said, and what the responder said then, until the originator spoke again: a row
 * of {@code turns}, accessors named after its columns. Bytes that were sent before do not count.
 */
public final class Turn {
    /** No request is shorter: alerts of TLS, housekeeping of HTTP/2, keep-alives of applications. */
    private static final int REMARK_BYTES = 64;

    private static final long REMARK_NS = 500_000_000L;

    private long flowId;
    private int number;
    private long requestNs;
    private long requestEndNs;
    private long responseNs;
    private long responseEndNs;
    private long requestBytes;
    private long responseBytes;
    private long requestFrame;
    private long responseFrame;

    Turn() {}

    /** As {@link Flow#touch}. */
    long touch() {
        return flowId + responseFrame;
    }

    /** Begins the connection's next turn with new bytes of the originator. */
    void begin(Segment segment, long newBytes) {
        flowId = segment.flow().flowId();
        number++;
        requestNs = segment.timeNs();
        requestEndNs = segment.timeNs();
        requestFrame = segment.frame();
        requestBytes = newBytes;
        responseNs = Flow.ABSENT;
        responseEndNs = Flow.ABSENT;
        responseFrame = Flow.ABSENT;
        responseBytes = 0;
    }

    /** Takes more of the request; a few bytes that nobody answered at once were none. */
    void ask(Segment segment, long newBytes) {
        boolean wasRemark = requestBytes <= REMARK_BYTES && segment.timeNs() - requestEndNs > REMARK_NS;
        if (wasRemark) {
            requestNs = segment.timeNs();
            requestFrame = segment.frame();
        }
        requestEndNs = segment.timeNs();
        requestBytes += newBytes;
    }

    /** Takes more of the response; a few bytes after a pause no longer belong to it. */
    void answer(Segment segment, long newBytes) {
        responseBytes += newBytes;
        if (responseNs == Flow.ABSENT) {
            responseNs = segment.timeNs();
            responseFrame = segment.frame();
        } else if (newBytes <= REMARK_BYTES && segment.timeNs() - responseEndNs > REMARK_NS) {
            return;
        }
        responseEndNs = segment.timeNs();
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        flowId = fields.number(flowId);
        number = fields.number(number);
        requestNs = fields.time(requestNs);
        requestEndNs = fields.time(requestEndNs);
        responseNs = fields.time(responseNs);
        responseEndNs = fields.time(responseEndNs);
        requestBytes = fields.number(requestBytes);
        responseBytes = fields.number(responseBytes);
        requestFrame = fields.frame(requestFrame);
        responseFrame = fields.frame(responseFrame);
    }

    boolean isAnswered() {
        return responseNs != Flow.ABSENT;
    }

    public long flowId() {
        return flowId;
    }

    /** Column {@code turn}: from 1. */
    public int number() {
        return number;
    }

    /** Column {@code ts_request}. */
    public long requestNs() {
        return requestNs;
    }

    /** Column {@code ts_request_end}. */
    public long requestEndNs() {
        return requestEndNs;
    }

    /** Column {@code ts_response}; {@link Flow#ABSENT} if none came. */
    public long responseNs() {
        return responseNs;
    }

    /** Column {@code ts_response_end}. */
    public long responseEndNs() {
        return responseEndNs;
    }

    /** Column {@code req_bytes}. */
    public long requestBytes() {
        return requestBytes;
    }

    /** Column {@code resp_bytes}. */
    public long responseBytes() {
        return responseBytes;
    }

    /** Column {@code frame_request}. */
    public long requestFrame() {
        return requestFrame;
    }

    /** Column {@code frame_response}. */
    public long responseFrame() {
        return responseFrame;
    }
}
