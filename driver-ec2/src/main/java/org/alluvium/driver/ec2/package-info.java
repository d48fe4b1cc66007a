/**
 * Amazon EC2 and what speaks its protocol.
 *
 * <p>{@link org.alluvium.driver.ec2.Ec2Driver} is the component. It turns the provider into an {@link
 * org.alluvium.driver.ec2.Ec2Place}, and makes one {@link org.alluvium.driver.ec2.Ec2Cloud} for each request; the cloud's
 * operation objects ask EC2 through {@link org.alluvium.driver.ec2.Ec2Calls}, which signs, counts, repeats and translates
 * failures. The library's clients live in {@link org.alluvium.driver.ec2.Ec2Clients}: one for each service and place, shared by all
 * callers, because credentials travel with the call and no client remembers any. The library's types end at this package;
 * its log messages end in a no-operation logger nested in the bundle, so that no log level brings headers or private keys
 * into a log.
 *
 * <h2>Quirks worth knowing</h2>
 *
 * <ul>
 *   <li>An instance that was just created may be unknown to EC2 for some seconds: {@link
 *       org.alluvium.driver.ec2.Ec2Newborns} remembers what this driver made, and only for that is NotFound asked again.
 *   <li>An instance with its root on the host (instance store) cannot be stopped: it is offered destroy instead of stop.
 *   <li>Names of security groups are not accepted together with a subnet; they are resolved in the subnet's network then.
 *   <li>A security group's name is unique in its network only, and EC2 takes a bare name for one of the account's default
 *       network. So do clients here: groups of other networks go by EC2's id ({@link org.alluvium.driver.ec2.Ec2Groups}).
 *   <li>What let a group in is described by its id, without a name; names are looked up once for all rules of a group.
 *   <li>Revoking a rule that is not there succeeds in the default network, and names the rule as unknown in the answer.
 *   <li>An id of another shape than EC2's is refused with the code of any bad parameter: {@link
 *       org.alluvium.driver.ec2.Ec2Id} keeps such from being asked for.
 *   <li>The first network interface of an instance is made with it and cannot be detached; others are at the places behind it.
 *   <li>An image's hardware profiles are the contract's ten, by architecture, not the hundreds of live ones: the link list of
 *       each of thousands of images would be longer than everything else.
 *   <li>DeleteKeyPair succeeds for a key that is not there.
 *   <li>DeleteObject succeeds for an object that is not there.
 *   <li>S3's answer to a HEAD has no body: its status is all that is told of a failure.
 *   <li>There is no call that tells the listeners of several load balancers, or the targets of several target groups: a list asks
 *       for each ({@link org.alluvium.driver.ec2.Ec2LoadBalancers}).
 *   <li>DeleteLoadBalancer succeeds for a balancer that is not there.
 *   <li>An error may come with status 200, and then looks like an empty list: {@link org.alluvium.driver.ec2.Ec2Answers}.
 *   <li>The words in which a signature is refused quote all that was signed; they are not passed on, nor logged.
 *   <li>The values of EC2's filters know {@code *} and {@code ?}; what a client calls an id is compared again.
 * </ul>
 */
@NullMarked
package org.alluvium.driver.ec2;

import org.jspecify.annotations.NullMarked;
