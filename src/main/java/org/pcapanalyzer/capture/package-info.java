/**
 * Bytes to frames: opens a capture (pcap or pcapng, plain or gzip, file or pipe) and hands out its frames one by one as
 * positions in large blocks, without an object or a copy per frame. Uses nothing but the JDK.
 *
 * <p>Start at {@link org.pcapanalyzer.capture.CaptureFiles#open}. Behind it stand {@code CaptureSource} (raw bytes, counted
 * and hashed), {@code GzipChannel} (decompression), {@code BlockReader} (blocks, prefetched by a thread), and on top one
 * {@link org.pcapanalyzer.capture.FrameReader} per container format.
 */
package org.pcapanalyzer.capture;
