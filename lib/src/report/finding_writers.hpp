#pragma once

#include <memory>

#include "tks/finding_writer.hpp"

/// The formats that need more than a few lines; see make_finding_writer.
namespace tks::report {

std::unique_ptr<FindingWriter> make_sarif_writer(const RuleLevels& levels, FindingWriter::Sink sink);
std::unique_ptr<FindingWriter> make_junit_writer(FindingWriterOptions options, FindingWriter::Sink sink);
std::unique_ptr<FindingWriter> make_github_writer(FindingWriter::Sink sink);

}  // namespace tks::report
