#include "tks/error.hpp"

namespace tks {

// Out of line, so that each class has one vtable and type identity: the library's.
EnvironmentError::~EnvironmentError() = default;
UsageError::~UsageError() = default;
InputError::~InputError() = default;
OutputError::~OutputError() = default;
KafkaError::~KafkaError() = default;
StoreError::~StoreError() = default;

}  // namespace tks
