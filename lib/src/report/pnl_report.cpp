#include "tks/pnl_report.hpp"

#include <optional>
#include <string_view>

#include "report/json_object.hpp"
#include "report/pnl_tables.hpp"
#include "tks/report.hpp"
#include "tks/rows.hpp"

namespace tks {

namespace {

using report::JsonObject;

void add_amount(JsonObject& object, std::string& out, std::string_view key, const Amount& amount) {
    object.begin(key);
    amount.append_to(out);
}

/// The members of a total behind those that say what it is of.
void add_members(JsonObject& object, std::string& out, const PnlTotal& total) {
    object.add("trades", static_cast<std::int64_t>(total.trades));
    object.add("open_trades", static_cast<std::int64_t>(total.open_trades));
    object.add("unvalued_trades", static_cast<std::int64_t>(total.unvalued_trades));
    object.add("contradicted_trades", static_cast<std::int64_t>(total.contradicted_trades));
    add_amount(object, out, "realized_pnl", total.realized_pnl);
    add_amount(object, out, "fees", total.fees);
    add_amount(object, out, "realized_pnl_net", total.realized_pnl_net);
    object.begin("unrealized_pnl");
    if (total.is_unvalued())
        out += "null";
    else
        total.unrealized_pnl.append_to(out);
}

/// A member of the document that is a list, one value a line.
template <class Values, class AppendValue>
void append_list(std::string& out, std::string_view key, const Values& values, const AppendValue& append_value) {
    out += ",\"";
    out += key;
    out += "\":[";
    std::string_view separator = "\n";
    for (const auto& value : values) {
        out += separator;
        append_value(value);
        separator = ",\n";
    }
    out += "\n]";
}

void append_groups(std::string& out, std::string_view key, std::string_view group,
                   const std::map<PnlTotals::Key, PnlTotal>& totals) {
    append_list(out, key, totals, [&](const auto& entry) {
        JsonObject object(out);
        if (entry.first.first.empty()) {
            object.begin(group);
            out += "null";
        } else {
            object.add(group, entry.first.first);
        }
        object.add("quote", entry.first.second);
        add_members(object, out, entry.second);
        object.end();
    });
}

void append_json(std::string& out, const UnattributedFill& fill) {
    JsonObject object(out);
    object.add("fill_id", fill.fill_id);
    object.add("order_id", fill.order_id);
    object.add("market", fill.market);
    object.add("side", to_string(fill.side));
    object.add("quantity", fill.quantity.reduced());
    object.add("price", fill.price.reduced());
    object.add("fee", fill.fee.reduced());
    object.add("filled_at", fill.filled_at.ms);
    object.end();
}

}  // namespace

struct PnlReportWriter::Impl {
    Impl(RowWriterOptions given_options, TextSink given_sink)
        : options(std::move(given_options)), sink(std::move(given_sink)) {
        if (options.format == RowFormat::json) sink("{\"trades\":");
        const bool has_tables = options.format == RowFormat::table || options.format == RowFormat::markdown;
        if (!has_tables) rows.emplace(RowKind::pnl, options, [this](std::string_view text) { write_rows(text); });
    }

    /// The line break behind the rows comes with what follows them.
    void write_rows(std::string_view text) {
        if (options.format == RowFormat::json && text.ends_with("]\n")) text.remove_suffix(1);
        sink(text);
    }

    void finish_document(std::span<const Diagnostic> findings, const ValidateSummary& summary) {
        std::string text;
        append_list(text, "totals", tables.totals.by_quote, [&](const auto& entry) {
            JsonObject object(text);
            object.add("quote", entry.first);
            add_members(object, text, entry.second);
            object.end();
        });
        append_groups(text, "by_market", "market", tables.totals.by_market);
        append_groups(text, "by_strategy", "strategy_id", tables.totals.by_strategy);
        append_list(text, "unattributed_fills", tables.fills,
                    [&](const UnattributedFill& fill) { append_json(text, fill); });
        append_list(text, "findings", findings, [&](const Diagnostic& finding) { append_json(text, finding); });
        text += ",\"summary\":";
        append_json(text, summary);
        text += "}\n";
        sink(text);
    }

    RowWriterOptions options;
    TextSink sink;
    std::optional<RowWriter> rows;  // Where rows are written as they come.
    report::PnlTables tables;
};

PnlReportWriter::PnlReportWriter(RowWriterOptions options, TextSink sink)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(sink))) {}
PnlReportWriter::PnlReportWriter(PnlReportWriter&&) noexcept = default;
PnlReportWriter& PnlReportWriter::operator=(PnlReportWriter&&) noexcept = default;
PnlReportWriter::~PnlReportWriter() = default;

void PnlReportWriter::write(const TradePnl& pnl) {
    Impl& impl = *impl_;
    if (impl.rows) {
        impl.tables.totals.add(pnl);
        impl.rows->write(to_row(pnl));
    } else {
        impl.tables.add(pnl, impl.options.format == RowFormat::table ? impl.options.max_rows : 0);
    }
}

void PnlReportWriter::write(const UnattributedFill& fill) {
    impl_->tables.fills.push_back(fill);
}

void PnlReportWriter::finish(std::span<const Diagnostic> findings, const ValidateSummary& summary) {
    Impl& impl = *impl_;
    if (impl.rows) impl.rows->finish();
    if (impl.options.format == RowFormat::json) impl.finish_document(findings, summary);
    if (impl.rows) return;
    report::write_tables(impl.tables, impl.options, impl.sink);
}

}  // namespace tks
