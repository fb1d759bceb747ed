create table if not exists customers (
    customer_id bigint primary key,
    first_name varchar,
    last_name varchar,
    email varchar,
    updated_at timestamp
);
insert into customers
select * from (values
    (1, 'Ada', 'Osei', 'ada.osei@example.com', timestamp '2024-02-03 08:15:00'),
    (2, 'Bruno', 'Keller', 'bruno.keller@example.com', timestamp '2024-02-03 08:15:00'),
    (3, 'Chiara', 'Rossi', 'chiara.rossi@example.com', timestamp '2024-05-17 19:42:31.25'),
    (4, 'Dilan', 'Yildiz', 'dilan.yildiz@example.com', timestamp '2024-09-30 23:59:59.999'),
    (5, 'Elin', 'Berg', 'elin.berg@example.com', timestamp '2025-01-09 06:00:00')
) as sample
where not exists (select 1 from customers);
