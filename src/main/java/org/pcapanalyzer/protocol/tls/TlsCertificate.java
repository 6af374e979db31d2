package org.pcapanalyzer.protocol.tls;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/**
 * One certificate of a chain that was sent in clear: a row of {@code certificates}.
 *
 * @param position place in the chain, from 0: the sender's own
 * @param frame    number of the frame that completed the message
 * @param timeNs   when that was captured
 */
public record TlsCertificate(Flow flow, Side sender, int position, long frame, long timeNs, CertificateFacts facts) {}
