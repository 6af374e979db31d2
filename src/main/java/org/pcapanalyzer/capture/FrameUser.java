package org.pcapanalyzer.capture;

/** Who uses frames for longer than until the next one is read: other threads. Called by the thread that reads. */
public interface FrameUser {
    /** The next frame takes the place of the one before. */
    FrameUser NONE = new FrameUser() {
        @Override
        public void whenUnused(Runnable release) {
            release.run();
        }

        @Override
        public void awaitUnused() {}
    };

    /** Runs {@code release}, on the thread that reads, once none of the frames read so far is in use any more. */
    void whenUnused(Runnable release);

    /** Waits until none of the frames read so far is in use, and runs what was to run then. */
    void awaitUnused();
}
