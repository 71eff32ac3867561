@echo off
rem Fanout Lab's command line. Compiles first, then runs; "fanout --help" says what there is.
setlocal
set "TOP=%~dp0"
pushd "%TOP%"
call mvn -q -B compile 1>&2 || (echo fanout: the sources do not compile; see above. They are compiled in this folder, so you must be allowed to write there. 1>&2 & popd & exit /b 70)
popd
set /p CLASSPATH_OF_RUN=<"%TOP%workshop\target\runtime-classpath.txt"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem The quick compiler alone has a thousand seeds done in half the time; the thorough one pays off from ten thousand on.
set "JIT=-XX:TieredStopAtLevel=1"
if "%~1"=="check" echo %*| findstr /r /c:"--seeds[= ][1-9][0-9][0-9][0-9][0-9]" /c:" all .*--seeds[= ][1-9][0-9][0-9][0-9]" >nul && set "JIT="
if "%~1"=="bench" set "JIT="
if "%~1"=="limits" set "JIT=-Xmx256m"
if "%~1"=="bench" echo %* | findstr /r /c:"--rounds[= ]1 " >nul && set "JIT=-XX:TieredStopAtLevel=1"
"%JAVA%" -XX:+UseSerialGC %JIT% -Xshare:auto -Dmsgpack.universal-buffer=true -cp "%TOP%workshop\target\classes;%CLASSPATH_OF_RUN%" io.github.fanoutlab.simulator.cli.Fanout %*
exit /b %ERRORLEVEL%
