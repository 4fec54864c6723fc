#include "tks/simulate.hpp"

#include <utility>
#include <vector>

#include "base/text.hpp"
#include "simulate/fault_planter.hpp"
#include "simulate/platform.hpp"
#include "tks/codec.hpp"

namespace tks {
namespace {

/// Gathers lines to pieces, and spoils some of them on the way.
class LineWriter {
public:
    using Write = std::function<void(std::string_view)>;
    using Tell = std::function<void(const PlantedFault&)>;

    LineWriter(const SimulateOptions& options, const Write& write, const Tell& tell)
        : contract_(options.contract),
          may_spoil_(options.fault_rate > 0),
          planter_(options.fault_rate, options.seed, options.contract),
          write_(write),
          tell_(tell) {
        piece_.reserve(piece_bytes + piece_bytes / 8);
    }

    void add(const Event& event) {
        const std::size_t begin = piece_.size();
        append_json(piece_, event, contract_);
        ++lines_;
        // The first line stays sound, since readers find out by it what kind of file it is.
        if (may_spoil_ && lines_ > 1) spoil(event, begin);
        piece_ += '\n';
        if (piece_.size() >= piece_bytes) deliver();
    }

    void deliver() {
        if (!piece_.empty()) write_(piece_);
        piece_.clear();
        for (const PlantedFault& fault : std::exchange(planted_, {})) tell_(fault);
    }

private:
    static constexpr std::size_t piece_bytes = std::size_t{256} << 10U;

    /// Plants a defect at the line that begins there, if it is its turn.
    void spoil(const Event& event, std::size_t begin) {
        auto [fault, event_id] = planter_.plant(event, std::string_view(piece_).substr(begin), spoilt_);
        if (fault == nullptr) return;
        std::uint64_t line = lines_;
        switch (fault->planting) {
            case simulation::Planting::retried:
                piece_.insert(begin, spoilt_ += '\n');
                ++lines_;
                break;
            case simulation::Planting::replaced:
                piece_.replace(begin, std::string::npos, spoilt_);
                break;
            case simulation::Planting::added:
                piece_.append(1, '\n').append(spoilt_);
                line = lines_ += fault->lines;
                break;
        }
        if (tell_) planted_.push_back({line, fault->rule, std::move(event_id), std::string(fault->description)});
    }

    Revision contract_;
    bool may_spoil_;
    simulation::FaultPlanter planter_;
    const Write& write_;
    const Tell& tell_;
    std::uint64_t lines_ = 0;
    std::string piece_;
    std::string spoilt_;
    std::vector<PlantedFault> planted_;  // In the piece that is being gathered.
};

}  // namespace

void append_json(std::string& out, const PlantedFault& fault) {
    out.append("{\"line\":").append(std::to_string(fault.line)).append(",\"rule\":");
    append_json_string(out, fault.rule);
    append_json_string(out += ",\"event_id\":", fault.event_id);
    append_json_string(out += ",\"description\":", fault.description);
    out += '}';
}

void simulate(const SimulateOptions& options, const std::function<void(std::string_view)>& write,
              const std::function<void(const PlantedFault&)>& planted) {
    simulation::Platform platform(options.seed, options.trades, options.span_ms);
    LineWriter writer(options, write, planted);
    while (const Event* event = platform.next()) writer.add(*event);
    writer.deliver();
}

}  // namespace tks
