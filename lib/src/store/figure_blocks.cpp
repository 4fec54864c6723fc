#include "store/figure_blocks.hpp"

#include <sqlite3.h>

#include <unordered_map>

namespace tks::store {

namespace {

/// What FigureUnpacker reads.
class FigurePacker {
public:
    FigurePacker(std::string& out, const Words& words) : words_(words), packer_(out) {}

    void operator()(Id value) { packer_.pack(std::int64_t{value}); }
    void operator()(Word value) {
        const auto [entry, is_new] = places_.try_emplace(value.number, places_.size());
        packer_.pack(static_cast<std::int64_t>(entry->second));
        if (is_new) packer_.pack(std::string_view(words_[value.number]));
    }
    void operator()(const Amount& value) {
        const Decimal rounded = value.rounded();
        const bool is_text = !rounded.is_finite() || Amount(rounded) != value;
        packer_.pack(is_text);
        if (is_text)
            packer_.pack(std::string_view(value.to_string()));
        else
            packer_.pack(rounded);
    }
    void operator()(const projection::FirstSteps& steps) { (*this)(steps.begun_at), (*this)(steps.passed_at); }
    template <class Value>
    void operator()(const std::optional<Value>& value) {
        packer_.pack(value.has_value());
        if (value) (*this)(*value);
    }
    template <class Value>
    void operator()(const Value& value) {
        packer_.pack(value);
    }

private:
    const Words& words_;
    std::unordered_map<std::uint32_t, std::size_t> places_;  // In the block, by their numbers.
    projection::Packer packer_;
};

}  // namespace

FigureBlocks::FigureBlocks(Connection& connection)
    : connection_(connection),
      add_(connection.database(), "INSERT INTO figures VALUES (?, ?, ?)"),
      remove_(connection.database(), "DELETE FROM figures WHERE kind = ? AND block_no = ?") {
    sqlite3_update_hook(
        connection.database().getHandle(),
        [](void* self, int, const char*, const char* table, sqlite3_int64 row) {
            static_cast<FigureBlocks*>(self)->note(table, row);
        },
        this);
}

FigureBlocks::~FigureBlocks() {
    sqlite3_update_hook(connection_.database().getHandle(), nullptr, nullptr);
}

void FigureBlocks::note(std::string_view table, std::int64_t row) {
    const std::int64_t block = (row - 1) / block_rows;
    // Mostly the one that the row before it is in.
    if (last_changed_.second == block && last_changed_.first == table) return;
    for (const Kind& kind : kinds) {
        if (kind.table != table) continue;
        last_changed_ = {kind.table, block};
        changed_.emplace(kind.name, block);
    }
}

void FigureBlocks::forget_changed() {
    for (const auto& [kind, block] : changed_) remove_.run(kind, block);
    changed_.clear();
    last_changed_ = {};
}

void FigureBlocks::pack(std::int64_t least_rows) {
    for (const Kind& kind : kinds) (this->*kind.pack)(least_rows);
}

template <class Figures>
void FigureBlocks::pack_kind(std::int64_t least_rows) {
    Statement largest(connection_.database(), Figures::largest_sql);
    Statement missing(
        connection_.database(),
        "WITH RECURSIVE block (no) AS (VALUES (0) UNION ALL SELECT no + 1 FROM block WHERE no < ?2) SELECT no FROM block "
        "WHERE no < ?2 AND no NOT IN (SELECT block_no FROM figures WHERE kind = ?1) LIMIT 64");
    Statement rows(connection_.database(), Figures::sql);
    Words words;
    std::size_t packed = 0;
    do {
        connection_.write([&] {
            largest.find();
            const std::int64_t full = largest.integer(0) < least_rows ? 0 : largest.integer(0) / block_rows;
            largest.finish();
            std::vector<std::int64_t> blocks;
            for (missing.start(Figures::kind, full); missing.next();) blocks.push_back(missing.integer(0));
            for (const std::int64_t block : blocks) {
                const std::string bytes = pack_block<Figures>(rows, block, words);
                add_.run(Figures::kind, block, Bytes{bytes});
            }
            packed = blocks.size();
        });
    } while (packed != 0);
}

template <class Figures>
std::string FigureBlocks::pack_block(Statement& rows, std::int64_t block, Words& words) {
    std::string bytes;
    FigurePacker packer(bytes, words);
    FigureColumns columns(connection_, rows, words);
    Id last = static_cast<Id>(block * block_rows);
    for (rows.start(block * block_rows + 1, (block + 1) * block_rows); rows.next();) {
        Figures figures;
        columns.begin_row();
        figures.visit(columns);
        const Id number = rows.number(0);
        packer(number - last);
        last = number;
        figures.visit(packer);
    }
    return bytes;
}

template <class Figures>
constexpr FigureBlocks::Kind FigureBlocks::kind_of(std::string_view table) {
    return {table, Figures::kind, &FigureBlocks::pack_kind<Figures>};
}

const std::array<FigureBlocks::Kind, 8> FigureBlocks::kinds = {
    kind_of<IntentFigures>("intent"), kind_of<SignalFigures>("signal"), kind_of<OrderFigures>("order"),
    kind_of<FillFigures>("fill"),     kind_of<TradeFigures>("trade"),   kind_of<TotalFigures>("pnl"),
    kind_of<PnlDetails>("pnl"),       kind_of<OrderDetails>("order")};

}  // namespace tks::store
