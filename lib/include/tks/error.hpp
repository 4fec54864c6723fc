#pragma once

#include <stdexcept>
#include <string>

#include "tks/export.hpp"

namespace tks {

/// The environment is broken, so that a command cannot go on: caught once, in main, and shown as one line.
/// Bad data never throws; it becomes a Diagnostic.
class TKS_API EnvironmentError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    ~EnvironmentError() override;
};

/// The command was called or configured wrongly.
class TKS_API UsageError : public EnvironmentError {
public:
    using EnvironmentError::EnvironmentError;
    ~UsageError() override;
};

/// An input cannot be opened, read or decompressed.
class TKS_API InputError : public EnvironmentError {
public:
    using EnvironmentError::EnvironmentError;
    ~InputError() override;
};

/// An output cannot be written: a full disk, a file that cannot be created.
class TKS_API OutputError : public EnvironmentError {
public:
    using EnvironmentError::EnvironmentError;
    ~OutputError() override;
};

/// A cluster cannot be reached or refuses what is asked of it.
class TKS_API KafkaError : public EnvironmentError {
public:
    using EnvironmentError::EnvironmentError;
    ~KafkaError() override;
};

/// A store cannot be opened, read or written: it is damaged, no store at all, in use by another writer, or its disk is full.
/// What had been committed to it is still there.
class TKS_API StoreError : public EnvironmentError {
public:
    using EnvironmentError::EnvironmentError;
    ~StoreError() override;
};

}  // namespace tks
