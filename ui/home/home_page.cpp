// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/home_page.h"

#include "ui/common/controls.h"
#include "ui/home/recent_list.h"
#include "ui/home/recent_projects.h"
#include "ui/theme/icon.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kColumnLetters = 92; // 640 pixels at the usual size of text

} // namespace

HomePage::HomePage(RecentProjects& projects, QWidget* parent)
    : QWidget(parent), m_projects(projects), m_recent(new QWidget), m_below(new QWidget) {
    auto* outer = new QHBoxLayout(this);
    auto* centre = new QWidget;
    centre->setMaximumWidth(kColumnLetters * fontMetrics().averageCharWidth());
    outer->addStretch(1);
    outer->addWidget(centre, 4);
    outer->addStretch(1);

    auto* column = new QVBoxLayout(centre);
    column->setSpacing(10);
    column->addStretch(1);
    column->addWidget(new TextLabel(TextRole::Title, tr("Nidus")));
    auto* intro = new TextLabel(TextRole::Body, tr("Turns a pretrained nnU-Net into a classifier for 3-D scans."));
    intro->setWordWrap(true);
    column->addWidget(intro);
    column->addSpacing(10);

    auto* create = named(new QPushButton(tr("&New project…")), "homeNew", tr("Make a new project"));
    create->setIcon(icon(QStringLiteral("folder-plus")));
    create->setDefault(true);
    connect(create, &QPushButton::clicked, this, &HomePage::newRequested);
    auto* open = named(new QPushButton(tr("&Open a project…")), "homeOpen", tr("Open a project"));
    open->setIcon(icon(QStringLiteral("folder-open")));
    connect(open, &QPushButton::clicked, this, &HomePage::openRequested);
    auto* classify = named(new QPushButton(tr("&Classify scans…")), "homeClassify", tr("Classify scans"));
    classify->setIcon(icon(QStringLiteral("scan-search")));
    connect(classify, &QPushButton::clicked, this, &HomePage::classifyRequested);
    auto* sample =
        named(new QPushButton(tr("Try with &sample data")), "homeSample", tr("Try the program with sample data"));
    sample->setIcon(icon(QStringLiteral("play")));
    sample->setToolTip(tr("Makes a project of synthetic scans and trains it, in about two minutes."));
    connect(sample, &QPushButton::clicked, this, &HomePage::sampleRequested);
    auto* buttons = new QGridLayout;
    for (QPushButton* button : {create, open, classify, sample}) {
        button->setMinimumHeight(button->sizeHint().height() + 10);
        const int place = buttons->count();
        buttons->addWidget(button, place / 2, place % 2);
    }
    column->addLayout(buttons);
    auto* hint = new TextLabel(TextRole::Secondary,
                               tr("Or drop a project folder (NAME.nidus), a classifier (NAME.nidusmodel) or "
                                  "scans for it anywhere on this window."));
    hint->setWordWrap(true);
    column->addWidget(hint);

    buildRecent();
    column->addWidget(m_recent, 4);
    column->addWidget(m_below, 2);
    auto* privacy = new TextLabel(
        TextRole::Secondary,
        tr("Nidus works on this computer alone: it never uses the network and sends nothing to anybody."));
    privacy->setWordWrap(true);
    column->addWidget(privacy);
    connect(&m_projects, &RecentProjects::changed, this, &HomePage::showRecent);
    showRecent();
}

/// The list scrolls, so that many projects leave the rest of the page in its place.
void HomePage::buildRecent() {
    auto* column = new QVBoxLayout(m_recent);
    column->setContentsMargins(0, 14, 0, 0);
    column->addWidget(new TextLabel(TextRole::Heading, tr("Recent projects")));
    auto* list = new RecentList(m_projects);
    connect(list, &RecentList::projectChosen, this, &HomePage::projectChosen);
    connect(list, &RecentList::locateWanted, this, &HomePage::locateWanted);
    auto* inside = new QWidget;
    auto* insideColumn = new QVBoxLayout(inside);
    insideColumn->setContentsMargins(0, 0, 0, 0);
    insideColumn->addWidget(list);
    insideColumn->addStretch(1);
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("recentArea"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inside);
    column->addWidget(area, 1);
}

void HomePage::showRecent() {
    const bool isAny = !m_projects.items().empty();
    m_recent->setVisible(isAny);
    m_below->setVisible(!isAny);
}

} // namespace nidus::ui
