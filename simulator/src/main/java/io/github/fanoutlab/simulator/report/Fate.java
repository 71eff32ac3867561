package io.github.fanoutlab.simulator.report;

/** What becomes of an emit at one place. */
enum Fate {
    /** An application emits, or is handed the event. */
    REACHED_APPLICATION {
        @Override
        char sign(Glyphs glyphs) {
            return glyphs.application();
        }
    },
    /** It arrives and goes on. */
    ARRIVED {
        @Override
        char sign(Glyphs glyphs) {
            return glyphs.lane();
        }
    },
    /** It arrives and has no effect. */
    DROPPED {
        @Override
        char sign(Glyphs glyphs) {
            return glyphs.dropped();
        }
    },
    /** It was sent and will never arrive. */
    LOST {
        @Override
        char sign(Glyphs glyphs) {
            return glyphs.lost();
        }
    };

    /** How the end of its arrow is drawn. */
    abstract char sign(Glyphs glyphs);
}
