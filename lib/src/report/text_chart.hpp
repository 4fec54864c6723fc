#pragma once

#include <string>

#include "report/account_pictures.hpp"
#include "tks/account_chart.hpp"

/// Pictures of an account in characters.
namespace tks::report {

/// With its axes. A loss is filled up to 0.
void append_text_curve(std::string& out, const Curve& curve, const ChartOptions& options, bool is_loss);

/// A line a bin.
void append_text_histogram(std::string& out, const Histogram& histogram, const ChartOptions& options);

}  // namespace tks::report
