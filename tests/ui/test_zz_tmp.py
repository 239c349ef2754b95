import threading, os
from PySide6.QtCore import *
from PySide6.QtWidgets import *
import pytest
from ui.app import run_window
class W(QWidget):
    s=Signal(object)
    def __init__(self):
        super().__init__(); self.s.connect(self.run)
    @Slot(object)
    def run(self,f): f()
def check():
    l=[]; w=W(); th=threading.Thread(target=lambda: w.s.emit(lambda: l.append(1))); th.start(); th.join()
    n=[]
    import time
    t=time.time()
    for _ in range(5):
        loop=QEventLoop(); QTimer.singleShot(10,loop.quit); r=loop.exec()
    t=time.time()-t
    app=QApplication.instance()
    return l, r, t, QThread.currentThread().loopLevel(), QCoreApplication.instance().thread() is QThread.currentThread(), w.thread()==QThread.currentThread()
def test_a(qapp, station):
    m=os.environ["MODE"]
    def ready(window):
        def later():
            if "hold" in m: station.hold.wait(20)
            if "two" in m: window.call(lambda: None)
            window.call(window.close)
        if "thread" in m:
            th=threading.Thread(target=later); th.start(); th.join()
        else: later()
    run_window(station,on_ready=ready, autostart="auto" in m)
    print("in test", check())
def test_b(qapp):
    print("next", check())
def test_c(qapp, session):
    l=[]
    th=threading.Thread(target=lambda: session.window.call(lambda: l.append(1))); th.start(); th.join()
    st=[]
    session.bridge.status_changed.connect(st.append)
    for k in range(30):
        loop=QEventLoop(); QTimer.singleShot(20,loop.quit); r=loop.exec()
    print("sess", l, r, len(st)); 
    session.tasks.run(lambda: 1, lambda r: print("sess task done"), print)
    for k in range(30):
        loop=QEventLoop(); QTimer.singleShot(20,loop.quit); r=loop.exec()
    session.window._called.emit(lambda: print("sess direct"))
    print("sess end",[t.name for t in threading.enumerate()])
    assert 0
def test_d(qapp, qtbot, session):
    l=[]
    th=threading.Thread(target=lambda: session.window.call(lambda: l.append(1))); th.start(); th.join()
    import time
    t=time.time(); qtbot.wait(50); print("sess D wait", time.time()-t, l)
    from pytestqt.wait_signal import MultiSignalBlocker
    b=MultiSignalBlocker(timeout=10,raising=False); b._timer.start(); t=time.time(); r=b._loop.exec(); print("sess blk", r,time.time()-t, b._loop.thread()==QThread.currentThread())
    loop=QEventLoop(); QTimer.singleShot(20,loop.quit); t=time.time();r=loop.exec(); print("sess loop",r,time.time()-t,l)
