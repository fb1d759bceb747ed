package dev.tidemark.playground;

/**
 * Something that happened in the shop. Events never change.
 *
 * @param number their order, from 1
 * @param type such as {@code order.created}
 * @param object the number of the customer, order or refund
 */
record ShopEvent(int number, long createdAt, String type, int object) {}
