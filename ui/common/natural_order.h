// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

namespace nidus::ui {

/// Order of table cells: numbers by value, texts as people of the user's language sort them, case-2 before case-10.
[[nodiscard]] bool naturallyLess(const QVariant& left, const QVariant& right);

} // namespace nidus::ui
