#include "tks/version.hpp"

namespace tks {

std::string_view version() noexcept {
    return TKS_VERSION;
}

}  // namespace tks
