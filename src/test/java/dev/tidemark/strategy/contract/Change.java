package dev.tidemark.strategy.contract;

/** What happens to a source between two steps of a sync. */
enum Change {
    INSERT {
        @Override
        void happenTo(Source source, int number) {
            source.put(source.lastId() + 1 + number % 2);
        }
    },
    INSERT_MANY {
        @Override
        void happenTo(Source source, int number) {
            int first = source.lastId() + 1;
            for (int id = first; id < first + 5; id++) {
                source.put(id);
            }
        }
    },
    UPDATE {
        @Override
        void happenTo(Source source, int number) {
            Integer id = source.some(number);
            if (id != null) {
                source.put(id);
            }
        }
    },
    /** Every record, every other or every third is changed at once. */
    UPDATE_MANY {
        @Override
        void happenTo(Source source, int number) {
            source.items().stream()
                    .map(Item::id)
                    .filter(id -> id % (1 + number % 3) == 0)
                    .toList()
                    .forEach(source::put);
        }
    },
    TICK {
        @Override
        void happenTo(Source source, int number) {
            source.tick(1 + number % 2);
        }
    },
    DELETE {
        @Override
        void happenTo(Source source, int number) {
            Integer id = source.some(number);
            if (id != null) {
                source.delete(id);
            }
        }
    },
    /** One record goes and another comes, so that their number stays. */
    DELETE_AND_INSERT {
        @Override
        void happenTo(Source source, int number) {
            DELETE.happenTo(source, number);
            INSERT.happenTo(source, number);
        }
    },
    SPOIL {
        @Override
        void happenTo(Source source, int number) {
            Integer id = source.some(number);
            if (id != null) {
                source.spoil(id, number);
            }
        }
    },
    /** A record is committed late, where the strategy promises to see it; elsewhere nothing. */
    LATE {
        @Override
        void happenTo(Source source, int number) {}
    };

    abstract void happenTo(Source source, int number);
}
