// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/device_check.h"
#include "ui/theme/theme.h"
#include "ui/viewer/window_preset.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include <vector>

namespace nidus::ui {

/// What belongs to the person at this machine, not to a project.
class Preferences {
public:
    /// An empty path: the user's own settings; tests give a file.
    explicit Preferences(const QString& file = {});

    /// Those that are pinned, then the others, newest first, at most twenty of them. Whether they still exist is not
    /// asked here: a disk may be slow or gone.
    [[nodiscard]] QStringList recentProjects() const;
    void addRecentProject(const QString& folder);
    void removeRecentProject(const QString& folder);
    [[nodiscard]] bool isPinned(const QString& folder) const;
    void setPinned(const QString& folder, bool isPinned);
    /// It lies elsewhere now; it keeps its place in the list and its pin.
    void moveRecentProject(const QString& from, const QString& to);
    /// Project::id() of a recent project, as it was last seen; empty: never seen.
    [[nodiscard]] QString projectId(const QString& folder) const;
    void setProjectId(const QString& folder, const QString& id);

    [[nodiscard]] Scheme scheme() const;
    void setScheme(Scheme scheme);

    /// "en", "zh_CN"; empty: the system's.
    [[nodiscard]] QString language() const;
    void setLanguage(const QString& code);

    [[nodiscard]] DeviceChoice device() const;
    void setDevice(const DeviceChoice& choice);

    /// Grey values of the viewer, at most kMostPresets.
    [[nodiscard]] std::vector<WindowPreset> windowPresets() const;
    void setWindowPresets(const std::vector<WindowPreset>& presets);
    void restoreWindowPresets();

    /// Whether the rows of the table of this name have pictures.
    [[nodiscard]] bool hasPictures(const QString& table) const;
    void setPictures(const QString& table, bool isOn);
    /// Order and visibility of its columns, as QHeaderView::saveState(); empty: as the program has them. `count`: how
    /// many it has, for another version may have others.
    [[nodiscard]] QByteArray columns(const QString& table, int count) const;
    void setColumns(const QString& table, int count, const QByteArray& state);

    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

private:
    QSettings m_settings;
};

} // namespace nidus::ui
