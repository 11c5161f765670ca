// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/device_check.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace nidus::ui {

/// What belongs to the person at this machine, not to a project.
class Preferences {
public:
    /// An empty path: the user's own settings; tests give a file.
    explicit Preferences(const QString& file = {});

    /// Newest first, at most ten, only those that still exist.
    [[nodiscard]] QStringList recentProjects() const;
    void addRecentProject(const QString& folder);

    [[nodiscard]] Scheme scheme() const;
    void setScheme(Scheme scheme);

    /// "en", "zh_CN"; empty: the system's.
    [[nodiscard]] QString language() const;
    void setLanguage(const QString& code);

    [[nodiscard]] DeviceChoice device() const;
    void setDevice(const DeviceChoice& choice);

    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

private:
    QSettings m_settings;
};

} // namespace nidus::ui
