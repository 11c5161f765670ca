// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QPixmap>
#include <QString>
#include <QWidget>

namespace nidus::test {

/// Saves what a widget shows as NAME.png in the folder NIDUS_PICTURES, if there is one: for eyes, not for machines.
inline void keepPicture(QWidget* widget, const char* name) {
    const QString folder = qEnvironmentVariable("NIDUS_PICTURES");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents); // what has just changed is laid out later
    widget->grab().save(QDir(folder).filePath(QString::fromUtf8(name) + QStringLiteral(".png")));
}

} // namespace nidus::test
