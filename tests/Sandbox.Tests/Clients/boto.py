"""Runs the scripts of the tests: an endpoint and a script a line come in, an answer a line goes out."""
import io, json, os, sys, time, traceback, zipfile

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
except ImportError:
    print('no boto3')
    sys.exit()

TRUST_LAMBDA = json.dumps({'Version': '2012-10-17', 'Statement': [{
    'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}]})
LOGS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
OWN = {}


def client(name, **keys):
    if keys:
        return boto3.client(name, **keys)
    if name not in OWN:
        OWN[name] = boto3.client(name)
    return OWN[name]


def error(call, *args, **named):
    """The error of a call as [code, message], or None."""
    try:
        call(*args, **named)
    except ClientError as e:
        return [e.response['Error']['Code'], e.response['Error'].get('Message', '')]
    return None


def package(name):
    with open(os.path.join(os.environ['PACKAGES'], name), 'rb') as f:
        return f.read()


def policy(action, resource='*', effect='Allow', **more):
    """A policy of one statement."""
    return json.dumps({'Version': '2012-10-17', 'Statement': [dict(Effect=effect, Action=action, Resource=resource, **more)]})


def trust(principal, **condition):
    """A trust policy of one principal."""
    statement = {'Effect': 'Allow', 'Principal': {'AWS': principal}, 'Action': 'sts:AssumeRole'}
    if condition:
        statement['Condition'] = condition
    return json.dumps({'Version': '2012-10-17', 'Statement': [statement]})


def execution_role(name):
    role = client('iam').create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_LAMBDA)['Role']['Arn']
    client('iam').attach_role_policy(RoleName=name, PolicyArn=LOGS)
    return role


def function(name, **settings):
    """Creates a function, waits for it, and answers what creating it answered."""
    arguments = dict(FunctionName=name, Runtime='provided.al2023', Handler='bootstrap', Code={'ZipFile': package('one.zip')})
    arguments.update(settings)
    if 'Role' not in arguments:
        arguments['Role'] = execution_role(name + '-role')
    made = client('lambda').create_function(**arguments)
    client('lambda').get_waiter('function_active_v2').wait(FunctionName=name, WaiterConfig={'Delay': 0.05})
    return made


def updated(name):
    client('lambda').get_waiter('function_updated_v2').wait(FunctionName=name, WaiterConfig={'Delay': 0.05})


def session(arn, **more):
    """The keys of an assumed role, as arguments of client()."""
    keys = client('sts').assume_role(RoleArn=arn, RoleSessionName='tests', **more)['Credentials']
    return dict(aws_access_key_id=keys['AccessKeyId'], aws_secret_access_key=keys['SecretAccessKey'], aws_session_token=keys['SessionToken'])


for line in sys.stdin:
    endpoint, script = json.loads(line)
    if os.environ['AWS_ENDPOINT_URL'] != endpoint:
        os.environ['AWS_ENDPOINT_URL'] = endpoint
        OWN.clear()
    scope = dict(globals(), result={})
    try:
        exec(script, scope)
        print(json.dumps({'result': scope['result']}, default=str), flush=True)
    except Exception:
        print(json.dumps({'failure': traceback.format_exc()}), flush=True)
