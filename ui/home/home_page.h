// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace nidus::ui {

/// Where the program starts: make or open a project, or go and classify scans, which needs none.
class HomePage final : public QWidget {
    Q_OBJECT

public:
    explicit HomePage(QWidget* parent = nullptr);
    void setRecentProjects(const QStringList& folders);

Q_SIGNALS:
    void newRequested();
    void openRequested();
    void projectChosen(const QString& folder);
    void classifyRequested();
    void sampleRequested();

private:
    QVBoxLayout* m_recent;
    QWidget* m_recentBox;
};

} // namespace nidus::ui
