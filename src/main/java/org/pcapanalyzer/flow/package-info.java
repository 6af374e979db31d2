/**
 * From packets to facts: flows by 5-tuple, the story of each TCP connection, ICMP messages and what they quote,
 * neighbour questions and answers, traffic per second. Uses {@code decode} (one {@code Packet} at a time) and hands rows
 * to a {@link org.pcapanalyzer.flow.FlowSink}; it judges nothing. All clocks are packet time.
 *
 * <p>Start reading at {@link org.pcapanalyzer.flow.FlowTracker}, then {@code FlowShard} and {@code TcpTracker}.
 */
package org.pcapanalyzer.flow;
