using TemporalLambda.Cmdlets.Verification;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class KnownCauseTests
{
    // Lines as Lambda and the SDKs' workers write them.
    [Theory]
    [InlineData("WrongArchitecture", "fork/exec /var/task/bootstrap: exec format error")]
    [InlineData("BootstrapNotStarted", "RequestId: 8f5a Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap] Runtime.InvalidEntrypoint")]
    [InlineData("BootstrapNotStarted", "fork/exec /var/task/bootstrap: permission denied")]
    [InlineData("NativeCoreMissing", "System.DllNotFoundException: Unable to load shared library 'temporalio_sdk_core_c_bridge' or one of its dependencies")]
    [InlineData("CertificateNotTrusted", "tonic::transport::Error(Transport, ConnectError(Custom { kind: InvalidData, error: InvalidCertificate(UnknownIssuer) }))")]
    [InlineData("CertificateNotTrusted", "tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [InlineData("KeyRefused", "status: Unauthenticated, message: \"Jwt is missing\"")]
    [InlineData("KeyRefused", "rpc error: code = PermissionDenied desc = Request unauthorized.")]
    [InlineData("NamespaceNotFound", "rpc error: code = NotFound desc = Namespace orders is not found.")]
    [InlineData("AddressNotResolved", "dial tcp: lookup temporal.internal on 169.254.78.1:53: no such host")]
    [InlineData("AddressNotResolved", "dns error: failed to lookup address information: Name or service not known")]
    [InlineData("ServerNotReached", "failed reaching server: connection error: dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("ServerNotReached", "tonic::transport::Error(Transport, hyper::Error(Connect, ConnectError(\"tcp connect error\")))")]
    [InlineData("OutOfMemory", "RequestId: 8f5a Error: Runtime exited with error: signal: killed Runtime.ExitError")]
    [InlineData("InitTimedOut", "INIT_REPORT Init Duration: 10004.11 ms\tPhase: init\tStatus: timeout")]
    [InlineData("InvocationTimedOut", "2026-11-24T08:05:06Z 8f507cfc-a8a5-4bd4-b1a7-1d0b7bbba4d0 Task timed out after 60.00 seconds")]
    [InlineData("WorkerCrashed", "RequestId: 8f5a Error: Runtime exited with error: exit status 3 Runtime.ExitError")]
    public void A_line_tells_the_cause(string errorId, string line) => Assert.Equal(errorId, KnownCause.Of(line)?.ErrorId);

    [Theory]
    [InlineData("START RequestId: 8f5a Version: 1")]
    [InlineData("Order 17 failed: the card was declined")]
    public void Another_line_tells_none(string line) => Assert.Null(KnownCause.Of(line));
}
