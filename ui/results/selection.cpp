// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/selection.h"

namespace nidus::ui {

void Selection::set(const QSet<QString>& cases, const QString& text) {
    if (cases == m_cases && text == m_text)
        return;
    m_cases = cases;
    m_text = cases.isEmpty() ? QString() : text;
    Q_EMIT changed();
}

void Selection::clear() {
    set({}, {});
}

} // namespace nidus::ui
