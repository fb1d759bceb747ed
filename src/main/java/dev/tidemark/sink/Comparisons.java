package dev.tidemark.sink;

/**
 * Queries that find the columns of a table in which the database may treat values as equal that differ in Java. Each query
 * takes a schema and a table. It returns a column and the SQL expression that converts {@link #VALUE} into a value that is
 * compared like those of the column. The expression cuts nothing off: a value that is too long equals nothing in the
 * column.
 */
final class Comparisons {

    /** The placeholder for a value. */
    static final String VALUE = ":value:";

    static final String H2 =
            """
            select column_name,
              case when data_type = 'BINARY' then 'case when length(:value:) <= ' || character_maximum_length
                || ' then cast(:value: as binary(' || character_maximum_length || ')) else cast(:value: as varbinary) end'
              else 'cast(:value: as ' || data_type_sql(table_schema, table_name, 'TABLE', dtd_identifier) || ')' end
            from information_schema.columns where table_schema = ? and table_name = ? and (collation_name <> 'OFF'
              or data_type in ('CHARACTER', 'VARCHAR_IGNORECASE', 'BINARY', 'UUID', 'ENUM', 'DECFLOAT'))""";

    static final String POSTGRESQL =
            """
            select a.attname, 'cast(:value: as ' || format_type(a.atttypid, -1) || ')'
              || case when c.collisdeterministic then '' else coalesce(' collate ' || c.oid::regcollation, '') end
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class r on r.oid = a.attrelid
            join pg_catalog.pg_namespace s on s.oid = r.relnamespace
            join pg_catalog.pg_type t on t.oid = a.atttypid
            left join pg_catalog.pg_collation c on c.oid = a.attcollation
            where s.nspname = ? and r.relname = ? and a.attnum > 0 and not a.attisdropped
            and (not coalesce(c.collisdeterministic, true) or t.typnamespace <> 'pg_catalog'::regnamespace
              or t.typname not in ('bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'text', 'varchar', 'bytea',
                'json', 'jsonb', 'date', 'time', 'timestamp', 'timestamptz'))""";

    /**
     * A text with characters outside the character set becomes null: the table refuses it, so it must not equal another
     * text. Padded types lose their trailing blanks.
     */
    static final String MARIADB =
            """
            select column_name, case
              when character_set_name is not null then concat(
                'case when cast(convert(convert(:value: using ', character_set_name,
                ') using utf8mb4) as binary) = cast(:value: as binary) then convert(',
                if(data_type in ('char', 'enum', 'set'), 'trim(trailing '' '' from :value:)', ':value:'),
                ' using ', character_set_name, ') end collate ', collation_name)
              when data_type = 'binary' then concat('sha2(if(length(:value:) <= ', character_maximum_length,
                ', rpad(:value:, ', character_maximum_length, ', x''00''), :value:), 256)')
              when data_type = 'double' then concat('round(:value:, ', numeric_scale, ')')
              else concat('cast(:value: as ', data_type, ')') end
            from information_schema.columns where table_schema = ? and table_name = ?
            and (data_type in ('char', 'enum', 'set', 'binary', 'uuid', 'float')
              or data_type = 'double' and numeric_scale is not null
              or character_set_name is not null and collation_name not in ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin'))""";

    /** A collation appears only in the table's definition; an expression takes it from a column. */
    static final String DUCKDB =
            """
            select c.column_name, case when c.data_type = 'VARCHAR' then 'coalesce((select "'
                || replace(c.column_name, '"', '""') || '" from "' || replace(c.schema_name, '"', '""') || '"."'
                || replace(c.table_name, '"', '""') || '" where false), :value:)'
              else 'try_cast(:value: as ' || c.data_type || ')' end
            from duckdb_columns() c join duckdb_tables() t using (table_oid, database_oid)
            where c.schema_name = ? and c.table_name = ?
            and (c.data_type = 'UUID' or c.data_type like 'ENUM(%' or c.data_type = 'VARCHAR' and t.sql ilike '% collate %')""";

    private Comparisons() {}
}
