// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preferences.h"

#include "ui/common/qt_convert.h"

#include <QDir>
#include <QFileInfo>

namespace nidus::ui {
namespace {

constexpr int kRecentLimit = 10;
// The table of all keys; defaults are what an empty value means.
const QString kRecent = QStringLiteral("projects/recent");
const QString kScheme = QStringLiteral("window/scheme");
const QString kLanguage = QStringLiteral("window/language");
const QString kDevice = QStringLiteral("computing/device");
const QString kTorch = QStringLiteral("computing/torch");
const QString kGeometry = QStringLiteral("window/geometry");

} // namespace

Preferences::Preferences(const QString& file)
    : m_settings(file.isEmpty() ? QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Nidus"),
                                            QStringLiteral("nidus"))
                                      .fileName()
                                : file,
                 QSettings::IniFormat) {}

QStringList Preferences::recentProjects() const {
    QStringList found;
    const QStringList stored = m_settings.value(kRecent).toStringList();
    for (const QString& folder : stored)
        if (QFileInfo(folder).isDir())
            found << folder;
    return found;
}

void Preferences::addRecentProject(const QString& folder) {
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    QStringList list = recentProjects();
    list.removeAll(path);
    list.prepend(path);
    m_settings.setValue(kRecent, QStringList(list.mid(0, kRecentLimit)));
}

Scheme Preferences::scheme() const {
    return schemeFromName(m_settings.value(kScheme).toString());
}

void Preferences::setScheme(Scheme scheme) {
    m_settings.setValue(kScheme, schemeName(scheme));
}

QString Preferences::language() const {
    return m_settings.value(kLanguage).toString();
}

void Preferences::setLanguage(const QString& code) {
    m_settings.setValue(kLanguage, code);
}

DeviceChoice Preferences::device() const {
    return {pathFromQt(m_settings.value(kTorch).toString()),
            fromQt(m_settings.value(kDevice, QStringLiteral("cpu")).toString())};
}

void Preferences::setDevice(const DeviceChoice& choice) {
    m_settings.setValue(kTorch, pathToQt(choice.torch));
    m_settings.setValue(kDevice, toQt(choice.device));
}

QByteArray Preferences::windowGeometry() const {
    return m_settings.value(kGeometry).toByteArray();
}

void Preferences::setWindowGeometry(const QByteArray& geometry) {
    m_settings.setValue(kGeometry, geometry);
}

} // namespace nidus::ui
