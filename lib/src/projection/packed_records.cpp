#include "projection/packed_records.hpp"

#include <cstdint>

namespace tks::projection {

namespace {

/// Most moments are within some years of this one, and then take five bytes.
constexpr std::uint64_t usual_ms = 1'700'000'000'000;

/// 0, -1, 1, -2 … as 0, 1, 2, 3 …
constexpr std::uint64_t fold(std::uint64_t value) {
    return (value << 1U) ^ (0 - (value >> 63U));
}
constexpr std::uint64_t unfold(std::uint64_t folded) {
    return (folded >> 1U) ^ (0 - (folded & 1U));
}

constexpr std::uint64_t packed_moment(Timestamp at) {
    return fold(static_cast<std::uint64_t>(at.ms) - usual_ms);
}
constexpr Timestamp unpacked_moment(std::uint64_t packed) {
    return Timestamp{static_cast<std::int64_t>(unfold(packed) + usual_ms)};
}

/// The same where there may be none, which then takes no bytes: it changes places with usual_ms.
constexpr std::uint64_t exchange_none(std::uint64_t packed) {
    constexpr std::uint64_t none = packed_moment(TradeRecord::no_moment);
    return packed == none ? 0 : packed == 0 ? none : packed;
}

constexpr unsigned hash_bits_beside = 18;  // What the word of a fill has room for.
constexpr std::uint32_t hash_mask = (1U << hash_bits_beside) - 1;

}  // namespace

std::string_view pack(const FillRecord& fill, NumberPacker& packer) {
    packer.add(packed_moment(fill.filled_at));
    packer.add(fill.quantity);
    packer.add(fill.price);
    packer.add(fill.fee);
    packer.add(fill.order);
    packer.add(fill.trade);
    packer.add(fill.signal);
    packer.add(fill.event);
    packer.add(fill.correlation);
    packer.add(fill.market);
    packer.add(fill.place.input);
    packer.add(fill.place.line);
    packer.add(fill.hash >> hash_bits_beside);
    packer.add_bits(fill.hash & hash_mask, hash_bits_beside);
    packer.add_bits(static_cast<std::uint64_t>(fill.side), 1);
    packer.add_bits(static_cast<std::uint64_t>(fill.liquidity), 2);
    return packer.finish();
}

FillRecord unpack_fill(std::string_view bytes) {
    NumberUnpacker unpacker(bytes);
    FillRecord fill;
    fill.filled_at = unpacked_moment(unpacker.take_64());
    fill.quantity = unpacker.take_64();
    fill.price = unpacker.take_64();
    fill.fee = unpacker.take_64();
    fill.order = unpacker.take_32();
    fill.trade = unpacker.take_32();
    fill.signal = unpacker.take_32();
    fill.event = unpacker.take_32();
    fill.correlation = unpacker.take_32();
    fill.market = unpacker.take_32();
    fill.place.input = unpacker.take_32();
    fill.place.line = unpacker.take_32();
    fill.hash = unpacker.take_32() << hash_bits_beside;
    fill.hash |= static_cast<std::uint32_t>(unpacker.take_bits(hash_bits_beside));
    fill.side = static_cast<Side>(unpacker.take_bits(1));
    fill.liquidity = static_cast<LiquidityType>(unpacker.take_bits(2));
    return fill;
}

Timestamp unpack_filled_at(std::string_view bytes) {
    return unpacked_moment(NumberUnpacker(bytes).take_64());
}

std::string_view pack(const TradeReport& report, NumberPacker& packer) {
    packer.add(report.realized_pnl);
    packer.add(exchange_none(packed_moment(report.opened_at)));
    packer.add(exchange_none(packed_moment(report.closed_at)));
    packer.add(report.place.input);
    packer.add(report.place.line);
    packer.add(report.market);
    packer.add(report.strategy);
    packer.add(report.signal);
    packer.add_bits(static_cast<std::uint64_t>(report.direction), 1);
    packer.add_bits(static_cast<std::uint64_t>(report.status), 3);
    return packer.finish();
}

TradeReport unpack_report(std::string_view bytes) {
    NumberUnpacker unpacker(bytes);
    TradeReport report;
    report.realized_pnl = unpacker.take_64();
    report.opened_at = unpacked_moment(exchange_none(unpacker.take_64()));
    report.closed_at = unpacked_moment(exchange_none(unpacker.take_64()));
    report.place.input = unpacker.take_32();
    report.place.line = unpacker.take_32();
    report.market = unpacker.take_32();
    report.strategy = unpacker.take_32();
    report.signal = unpacker.take_32();
    report.direction = static_cast<Direction>(unpacker.take_bits(1));
    report.status = static_cast<TradeStatus>(unpacker.take_bits(3));
    return report;
}

}  // namespace tks::projection
