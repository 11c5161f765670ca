// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

#include <vector>

namespace nidus::ui {

/// Order of table cells: numbers by value, texts as people of the user's language sort them, case-2 before case-10.
[[nodiscard]] bool naturallyLess(const QVariant& left, const QVariant& right);

/// The place of each value in that order; equal values share one. For many values much faster than comparing them.
[[nodiscard]] std::vector<int> naturalRanks(const std::vector<QVariant>& values);

} // namespace nidus::ui
