/**
 * What we say of TCP against what an installed tshark prints, frame by frame. A command for any folder of captures
 * ({@code src/test/compare-with-tshark}, start reading at {@link org.pcapanalyzer.comparison.CompareWithTshark}) and a
 * test over our own. Uses capture, decode and flow, nothing of later steps.
 */
package org.pcapanalyzer.comparison;
