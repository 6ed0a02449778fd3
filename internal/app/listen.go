package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"syscall"
	"time"
)

// listen takes the address; one that is in use is told in words.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("something else uses %s already; choose another with --listen, such as --listen 127.0.0.1:8081", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("you may not use %s; choose a port above 1023 with --listen", address)
	case err != nil:
		return nil, fmt.Errorf("%s is no address to listen on; say it like 127.0.0.1:8080", address)
	}
	return l, nil
}

// serve answers requests until ctx ends, then lets the ones under way finish.
func serve(ctx context.Context, l net.Listener, pages http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           standing(pages, log),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(quiet{log.Handler()}, slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer stop()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("stop: some requests were cut off: %w", err)
	}
	return nil
}

// withTLS wraps the listener; the files are read once, at start.
func withTLS(l net.Listener, certFile, keyFile string) (net.Listener, error) {
	cert, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, fmt.Errorf("the TLS certificate cannot be used: %w", err)
	}
	return tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}), nil
}

// standing keeps the server up when a page falls over outside the pages' own
// care. Where it fell is written; what it held in its hands is not.
func standing(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				log.Error("panic", "stack", string(debug.Stack()))
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// quiet drops what the HTTP server says of broken connections: it names
// addresses of people, and says nothing about us.
type quiet struct{ slog.Handler }

// Enabled lets nothing through.
func (quiet) Enabled(context.Context, slog.Level) bool { return false }

// loopback reports whether the address is reached from this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
