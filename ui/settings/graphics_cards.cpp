// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/graphics_cards.h"

#include <QDir>
#include <QFile>

namespace nidus::ui {

QStringList graphicsCards() {
    QStringList names;
    const QDir cards(QStringLiteral("/proc/driver/nvidia/gpus"));
    const QStringList folders = cards.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& folder : folders) {
        QFile file(cards.filePath(folder + QLatin1String("/information")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        for (const QString& line : lines)
            if (line.startsWith(QLatin1String("Model:")))
                names << line.mid(6).trimmed();
    }
    return names;
}

} // namespace nidus::ui
