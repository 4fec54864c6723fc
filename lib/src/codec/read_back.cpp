#include "codec/read_back.hpp"

#include <vector>

#include "codec/careful_reader_templates.hpp"
#include "tks/record.hpp"

namespace tks::codec {

template <class Model>
bool read_back(std::string_view json, std::pmr::memory_resource& arena, Model& model) {
    if (!check_syntax(json).errors.empty()) return false;
    Record record;
    record.bytes = json;
    std::vector<Diagnostic> findings;
    FindingList list(record, findings);
    const ReadContext context{.revision = newest_revision, .now = {}, .arena = &arena};
    return CarefulReader(json, context, list).read(JsonNavigator(json).value_at(0), model);
}

template bool read_back(std::string_view, std::pmr::memory_resource&, TradingSignalIntent&);
template bool read_back(std::string_view, std::pmr::memory_resource&, TradingSignal&);
template bool read_back(std::string_view, std::pmr::memory_resource&, OrderRequest&);
template bool read_back(std::string_view, std::pmr::memory_resource&, Trade&);

}  // namespace tks::codec
