#include "codec/read_back.hpp"

#include <vector>

#include "codec/careful_reader_templates.hpp"
#include "tks/record.hpp"

namespace tks::codec {

namespace {

constexpr std::size_t fast_capacity = std::size_t{64} << 10U;

}  // namespace

BackReader::BackReader() : fast_(fast_capacity) {}

template <class Model>
bool BackReader::read(std::string_view json, std::pmr::memory_resource& arena, Model& model) {
    const ReadContext context{.revision = newest_revision, .now = {}, .arena = &arena};
    padded_.assign(json);
    padded_.append(Record::padding, '\0');
    const std::string_view text = std::string_view(padded_).substr(0, json.size());
    model = {};
    if (fast_.read(text, context, model)) return true;
    if (!check_syntax(text).errors.empty()) return false;
    Record record;
    record.bytes = text;
    std::vector<Diagnostic> findings;
    FindingList list(record, findings);
    model = {};  // As it may be half read.
    return CarefulReader(text, context, list).read(JsonNavigator(text).value_at(0), model);
}

template bool BackReader::read(std::string_view, std::pmr::memory_resource&, TradingSignalIntent&);
template bool BackReader::read(std::string_view, std::pmr::memory_resource&, TradingSignal&);
template bool BackReader::read(std::string_view, std::pmr::memory_resource&, OrderRequest&);
template bool BackReader::read(std::string_view, std::pmr::memory_resource&, Trade&);

}  // namespace tks::codec
