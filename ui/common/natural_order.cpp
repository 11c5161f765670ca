// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/natural_order.h"

#include <QCollator>
#include <QLocale>

namespace nidus::ui {

bool naturallyLess(const QVariant& left, const QVariant& right) {
    const auto isNumber = [](const QVariant& value) {
        return value.typeId() == QMetaType::Int || value.typeId() == QMetaType::Double;
    };
    if (isNumber(left) && isNumber(right))
        return left.toDouble() < right.toDouble();
    static const QCollator collator = [] {
        // The C locale compares bytes and knows no numbers.
        const QLocale user;
        QCollator natural(user.language() == QLocale::C ? QLocale(QLocale::English) : user);
        natural.setNumericMode(true);
        natural.setCaseSensitivity(Qt::CaseInsensitive);
        return natural;
    }();
    return collator.compare(left.toString(), right.toString()) < 0;
}

} // namespace nidus::ui
