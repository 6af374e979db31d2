/**
 * From findings to a judgement: which findings the capture may have faked, which are symptoms of others, how each layer
 * fares from the bottom up, and the one sentence that says what is wrong.
 *
 * <p>Uses the findings and counts from the tables, never packets. Start reading at
 * {@link org.pcapanalyzer.diagnosis.Diagnostician}.
 */
package org.pcapanalyzer.diagnosis;
