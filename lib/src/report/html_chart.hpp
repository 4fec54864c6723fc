#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/account_pictures.hpp"

/// Pictures of an account in a page: SVG without text, which stretches as the screen is wide, under labels of HTML, which stay
/// readable. Numbers in them are rounded for the eye.
namespace tks::report {

/// The rules of style that the pictures need.
extern const std::string_view chart_style;

/// How a curve is shown.
struct CurvePicture {
    std::string_view title;
    std::string_view description;  ///< What it shows, in a sentence, for those who cannot see it as well.
    std::string_view id;           ///< Of the picture in the page; letters, digits and dashes.
    bool is_loss = false;          ///< Never above 0, and in the colour of losses.
};

/// Nothing but a sentence where the values are beyond doubles.
void append_curve(std::string& out, const CurvePicture& picture, const Curve& curve);

/// A bar a bin.
void append_histogram(std::string& out, std::string_view id, const Histogram& histogram);

/// A line a year, a cell a month, and the year's sum; the last years where there are very many.
void append_month_map(std::string& out, const AccountPictures& pictures);

/// A line a month, a cell a day; nothing where the account is older than some months.
void append_day_map(std::string& out, const AccountPictures& pictures);

}  // namespace tks::report
