// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preferences.h"

#include "ui/common/qt_convert.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kRecentLimit = 20;
// The table of all keys; defaults are what an empty value means.
const QString kRecent = QStringLiteral("projects/recent");
const QString kPinned = QStringLiteral("projects/pinned");
const QString kIds = QStringLiteral("projects/ids"); // of those in the two lists, by their folders
const QString kScheme = QStringLiteral("window/scheme");
const QString kLanguage = QStringLiteral("window/language");
const QString kDevice = QStringLiteral("computing/device");
const QString kTorch = QStringLiteral("computing/torch");
const QString kPresets = QStringLiteral("viewer/presets"); // a list of name, level, width
const QString kPictures = QStringLiteral("pictures/%1");   // by table
const QString kColumns = QStringLiteral("columns/%1.%2");  // by table and number
const QString kGeometry = QStringLiteral("window/geometry");

} // namespace

Preferences::Preferences(const QString& file)
    : m_settings(file.isEmpty() ? QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Nidus"),
                                            QStringLiteral("nidus"))
                                      .fileName()
                                : file,
                 QSettings::IniFormat) {}

QStringList Preferences::recentProjects() const {
    const QStringList pinned = m_settings.value(kPinned).toStringList();
    return pinned + m_settings.value(kRecent).toStringList();
}

void Preferences::addRecentProject(const QString& folder) {
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (isPinned(path))
        return;
    QStringList list = m_settings.value(kRecent).toStringList();
    list.removeAll(path);
    list.prepend(path);
    m_settings.setValue(kRecent, QStringList(list.mid(0, kRecentLimit)));
}

void Preferences::removeRecentProject(const QString& folder) {
    for (const QString& key : {kPinned, kRecent}) {
        QStringList list = m_settings.value(key).toStringList();
        list.removeAll(folder);
        m_settings.setValue(key, list);
    }
}

bool Preferences::isPinned(const QString& folder) const {
    return m_settings.value(kPinned).toStringList().contains(folder);
}

void Preferences::setPinned(const QString& folder, bool isPinned) {
    removeRecentProject(folder);
    if (!isPinned) {
        addRecentProject(folder);
        return;
    }
    m_settings.setValue(kPinned, QStringList(m_settings.value(kPinned).toStringList() << folder));
}

void Preferences::moveRecentProject(const QString& from, const QString& to) {
    if (from == to)
        return;
    const bool isPinnedThen = isPinned(from) || isPinned(to);
    removeRecentProject(to);
    for (const QString& key : {kPinned, kRecent}) {
        QStringList list = m_settings.value(key).toStringList();
        std::ranges::replace(list, from, to);
        m_settings.setValue(key, list);
    }
    if (isPinnedThen && !isPinned(to))
        setPinned(to, true);
}

QString Preferences::projectId(const QString& folder) const {
    return m_settings.value(kIds).toMap().value(folder).toString();
}

void Preferences::setProjectId(const QString& folder, const QString& id) {
    QVariantMap ids;
    for (const QString& recent : recentProjects())
        ids[recent] = recent == folder ? id : projectId(recent);
    m_settings.setValue(kIds, ids);
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

std::vector<WindowPreset> Preferences::windowPresets() const {
    if (!m_settings.contains(kPresets))
        return defaultPresets();
    const QStringList stored = m_settings.value(kPresets).toStringList();
    std::vector<WindowPreset> presets;
    for (qsizetype i = 0; i + 2 < stored.size() && presets.size() < kMostPresets; i += 3)
        presets.push_back({stored[i], {stored[i + 1].toDouble(), stored[i + 2].toDouble()}});
    return presets;
}

void Preferences::setWindowPresets(const std::vector<WindowPreset>& presets) {
    QStringList stored;
    for (const WindowPreset& preset : presets)
        stored << preset.name << QString::number(preset.window.level, 'g', 12)
               << QString::number(preset.window.width, 'g', 12);
    m_settings.setValue(kPresets, stored);
}

void Preferences::restoreWindowPresets() {
    m_settings.remove(kPresets);
}

bool Preferences::hasPictures(const QString& table) const {
    return m_settings.value(kPictures.arg(table), true).toBool();
}

void Preferences::setPictures(const QString& table, bool isOn) {
    m_settings.setValue(kPictures.arg(table), isOn);
}

QByteArray Preferences::columns(const QString& table, int count) const {
    return m_settings.value(kColumns.arg(table).arg(count)).toByteArray();
}

void Preferences::setColumns(const QString& table, int count, const QByteArray& state) {
    m_settings.setValue(kColumns.arg(table).arg(count), state);
}

QByteArray Preferences::windowGeometry() const {
    return m_settings.value(kGeometry).toByteArray();
}

void Preferences::setWindowGeometry(const QByteArray& geometry) {
    m_settings.setValue(kGeometry, geometry);
}

} // namespace nidus::ui
