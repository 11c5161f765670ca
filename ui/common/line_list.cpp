// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/line_list.h"

#include "ui/common/controls.h"
#include "ui/theme/icon.h"

#include <QLayout>
#include <QToolButton>

namespace nidus::ui {

void clearLines(QLayout& lines) {
    while (QLayoutItem* item = lines.takeAt(0)) {
        item->widget()->setParent(nullptr);
        item->widget()->deleteLater();
        delete item;
    }
}

QToolButton* removeLineButton(const char* objectName, const QString& accessibleName) {
    auto* button = named(new QToolButton, objectName, accessibleName);
    button->setIcon(icon(QStringLiteral("x")));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(accessibleName);
    return button;
}

} // namespace nidus::ui
