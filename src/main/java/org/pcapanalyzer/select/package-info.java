/**
 * Which frames of a capture an analysis is about: those of a period, those that match a filter expression of tcpdump.
 * libpcap compiles the expression, once per link type; what it compiles to, a program of the classic BSD packet filter, is
 * run here on the frames where they lie in the reader's block. Uses package capture, and JNA to reach libpcap, which is
 * loaded only when there is an expression.
 *
 * <p>Start at {@link org.pcapanalyzer.select.Selection}; {@code FilterProgram} is the machine, {@code LibPcap} the way to
 * the compiler, {@code FilterWords} keeps names away from it, which it would look up.
 */
package org.pcapanalyzer.select;
