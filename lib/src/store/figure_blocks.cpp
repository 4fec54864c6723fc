#include "store/figure_blocks.hpp"

#include <sqlite3.h>

#include <unordered_map>

namespace tks::store {

namespace {

/// What FigureUnpacker reads.
class FigurePacker {
public:
    explicit FigurePacker(const Words& words) : words_(words) {}

    void begin_row(Id number) {
        next_ = 0;
        (*this)(number);
    }

    /// The next member of the row.
    template <class Value>
    void operator()(const Value& value) {
        if (next_ == columns_.size()) columns_.emplace_back();
        pack(columns_[next_++], value);
    }

    /// Calls visit(bytes) for each column.
    void for_each_column(const auto& visit) const {
        for (const Column& column : columns_) visit(column.bytes);
    }

private:
    struct Column {
        [[nodiscard]] projection::Packer packer() { return projection::Packer(bytes); }

        std::string bytes;
        std::int64_t last = 0;
        std::unordered_map<std::uint32_t, std::size_t> places{};  // Of its words, by their numbers.
    };

    void pack(Column& column, std::int64_t value) {
        column.packer().pack(step_between(std::exchange(column.last, value), value));
    }
    void pack(Column& column, Id value) { pack(column, std::int64_t{value}); }
    void pack(Column& column, Timestamp value) { pack(column, value.ms); }
    void pack(Column& column, Word value) {
        const auto [entry, is_new] = column.places.try_emplace(value.number, column.places.size());
        column.packer().pack(static_cast<std::int64_t>(entry->second));
        if (is_new) column.packer().pack(std::string_view(words_[value.number]));
    }
    void pack(Column& column, const Amount& value) {
        const Decimal rounded = value.rounded();
        const bool is_text = !rounded.is_finite() || Amount(rounded) != value;
        column.packer().pack(is_text);
        if (is_text)
            column.packer().pack(std::string_view(value.to_string()));
        else
            column.packer().pack(rounded);
    }
    void pack(Column& column, const projection::FirstSteps& steps) {
        pack(column, steps.begun_at), pack(column, steps.passed_at);
    }
    template <class Value>
    void pack(Column& column, const std::optional<Value>& value) {
        column.packer().pack(value.has_value());
        if (value) pack(column, *value);
    }
    template <class Value>
    void pack(Column& column, const Value& value) {
        column.packer().pack(value);
    }

    const Words& words_;
    std::vector<Column> columns_;
    std::size_t next_ = 0;
};

}  // namespace

FigureBlocks::FigureBlocks(Connection& connection)
    : connection_(connection),
      add_(connection.database(), "INSERT INTO figures VALUES (?, ?, ?, ?)"),
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
            for (const std::int64_t block : blocks) pack_block<Figures>(rows, block, words);
            packed = blocks.size();
        });
    } while (packed != 0);
}

template <class Figures>
void FigureBlocks::pack_block(Statement& rows, std::int64_t block, Words& words) {
    FigurePacker packer(words);
    FigureColumns columns(connection_, rows, words);
    for (rows.start(block * block_rows + 1, (block + 1) * block_rows); rows.next();) {
        Figures figures;
        columns.begin_row();
        figures.visit(columns);
        packer.begin_row(rows.number(0));
        figures.visit(packer);
    }
    std::int64_t column = 0;
    packer.for_each_column([&](const std::string& bytes) { add_.run(Figures::kind, block, column++, Bytes{bytes}); });
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
